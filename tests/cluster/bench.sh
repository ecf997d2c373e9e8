# SPDX-License-Identifier: Apache-2.0
# What the scripts of this folder share: read by `source`, with the program to test as first
# argument. A folder of its own that goes at the end, as does every process that was begun, also by
# daemons; and the table of a sweep that nobody disturbed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
nzsim=$(readlink -f "${1:-$here/../../build/release/nzsim}")
shards=4

folder=$(mktemp -d)
export NZSIM_CLUSTER_TEST=$folder NZSIM_CACHE=

# is_ours PROCESS: it has inherited our mark, or, as Slurm's own overwrite what they inherit, it
# works in our folder.
is_ours() {
  [ "$1" -ne $$ ] || return 1
  case "$(readlink "/proc/$1/cwd")" in "$folder"*) return 0 ;; esac
  grep -qsz "^NZSIM_CLUSTER_TEST=$folder\$" "/proc/$1/environ"
}

end_all() {
  local entry
  for entry in /proc/[0-9]*; do
    if is_ours "${entry#/proc/}"; then kill -KILL "${entry#/proc/}" 2>/dev/null || true; fi
  done
}

clean_up() {
  local code=$?
  trap - EXIT INT TERM
  for _ in 1 2 3; do end_all; done  # also whom they forked meanwhile
  if [ $code -ne 0 ] && [ -n "${NZSIM_CLUSTER_KEEP:-}" ]; then
    echo "left: $folder" >&2
  else
    rm -rf "$folder"
  fi
  exit $code
}
trap clean_up EXIT
trap 'exit 130' INT TERM

step() { printf '%s (%s s)\n' "$1" "$SECONDS"; }

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  tail -n 20 "$folder"/*.log >&2 || true
  exit 1
}

# within SECONDS COMMAND...: waits until the command succeeds.
within() {
  local patience=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $patience ] || fail "waited in vain for: $*"
    sleep 0.05
  done
}

# points_of SHARD: how many points its file holds.
points_of() {
  [ -e "sweep-$1.sqlite" ] || { echo 0; return; }
  { "$nzsim" sweep sweep.json --merge "sweep-$1.sqlite" --format jsonl 2>/dev/null || true; } |
    wc -l
}

has_points() { [ "$(points_of "$1")" -ge "$2" ]; }

# is_half_way SHARD: some of its points are there, some are not.
is_half_way() {
  local points
  points=$(points_of "$1")
  [ "$points" -lt "$share" ] || fail "shard $1 was too quick to be disturbed"
  [ "$points" -ge 3 ]
}

# running_shard SHARD: the process of its command, here and not of another script that runs.
running_shard() {
  local process
  for process in $(pgrep -f "^$nzsim sweep sweep.json --shards $shards --shard $1 "); do
    [ "$(readlink "/proc/$process/cwd")" = "$folder" ] || continue
    echo "$process"
    return
  done
  return 1
}

# end PROCESS: kills a child of this shell, which says nothing about it.
end() {
  kill -KILL "$1"
  wait "$1" 2>/dev/null || true
}

# survived SHARD POINTS: what was there when it was disturbed still is.
survived() {
  has_points "$1" "$2" || fail "shard $1 lost points: $(points_of "$1") of $2 are left"
}

expect_undisturbed_table() {
  "$nzsim" sweep sweep.json --merge sweep-*.sqlite --format csv >merged.csv ||
    fail "points are missing"
  cmp undisturbed.csv merged.csv || fail "the table differs"
  step "$(($(wc -l <merged.csv) - 1)) points, each once: the table is the undisturbed one"
}

cp "$here/sweep.json" "$folder"
cd "$folder"
step "a sweep that nobody disturbs"
"$nzsim" sweep sweep.json --format csv >undisturbed.csv
share=$((($(wc -l <undisturbed.csv) - 1) / shards))
