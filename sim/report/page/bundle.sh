#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# bundle.sh [FOLDER]: makes report.js and LICENCES.md in FOLDER (by default beside this file, where
# they are kept in git) from the modules here and the packages that package-lock.json names. Needs
# npm and its registry; nzsim itself is built without either.
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
to=$(mkdir -p "${1:-$here/bundle}" && cd "${1:-$here/bundle}" && pwd)
work=$here/../../../build/report_page
mkdir -p "$work"
cp "$here"/package.json "$here"/package-lock.json "$work"
cd "$work"
# The lock file is what counts: installed again only when it has changed.
if ! cmp -s package-lock.json node_modules/.nzsim-lock; then
  npm ci --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error >&2
  cp package-lock.json node_modules/.nzsim-lock
fi
NODE_PATH=$work/node_modules node_modules/.bin/esbuild "$here/main.js" --bundle --minify \
  --format=iife --target=es2022 --charset=ascii --legal-comments=none --log-level=warning \
  --metafile=meta.json --outfile="$to/report.js"
node "$here/licences.mjs" meta.json "$to/LICENCES.md"
# What it was made of, for a look without npm.
cd "$here"
LC_ALL=C sha256sum package-lock.json ./*.js {compare,run,sweep}/*.js >"$to/modules.sha256"
