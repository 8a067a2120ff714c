# Sourced by all.sh: the layers that are not Java's.
# shellcheck shell=bash

: "${root:?}"

# The layers that are not Java's. Each has a run.sh with the commands missing, build and test.
readonly OTHER_LAYERS='collector python nodejs ruby'

# Runs a command of each layer whose language's tools are there; in CI all have to be.
for_other_layers() {
  local layer
  for layer in $OTHER_LAYERS; do run_if_possible "$layer-layer" "$@"; done
}

# usage: run_if_possible FOLDER COMMAND [ARGUMENT...]
run_if_possible() {
  local folder=$1 missing
  missing=$("$root/$folder/run.sh" missing)
  if [ -z "$missing" ]; then
    "$root/$folder/run.sh" "${@:2}" >&2 || die "$folder: $2 has failed" 1
  else
    [ -z "${CI-}" ] || [ "$folder ${WITHOUT_RUBY-}" = "ruby-layer true" ] || die "$missing: $2 of $folder cannot be done" 1
    say "$missing; $2 of $folder is left out"
  fi
}
