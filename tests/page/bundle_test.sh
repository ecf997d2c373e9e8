#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# bundle_test.sh PAGE: the bundle that is kept in git is what its modules give, byte for byte.
# Without npm, or where its registry cannot be reached, this is skipped (77), with the reason.
set -euo pipefail
page=$1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

if ! command -v npm >/dev/null; then
  echo "skipped: npm is not installed"
  exit 77
fi
# Once is enough to know.
if ! npm_config_fetch_retries=0 "$page/bundle.sh" "$out" 2>"$out/messages"; then
  cat "$out/messages"
  unreachable='ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH'
  distrusted='[A-Z_]*CERT[A-Z_]*|UNABLE_TO_[A-Z_]*'
  if grep -Eq "code ($unreachable|$distrusted)" "$out/messages"; then
    echo "skipped: npm cannot reach its registry"
    exit 77
  fi
  exit 1
fi
for file in report.js LICENCES.md modules.sha256; do
  cmp "$page/bundle/$file" "$out/$file" || {
    echo "run $page/bundle.sh: the bundle is not of these modules"
    exit 1
  }
done
