# Sourced by sample.sh.
# shellcheck shell=bash

# No engine is needed: the local Lambda gets the files and the settings that the image would have.
prepare_try() {
  local sample=$1 image=$1/target/image layer staged=() options=()
  shift
  for layer; do [ "$layer" = none ] || staged+=(--layer "${layer/#collector/collector-$(arch)}"); done
  tools stage "$sample" ${staged[@]+"${staged[@]}"}
  if [ ${#staged[@]} -gt 0 ]; then
    options=(--layer "$image/opt" --env "$(sed -n 's/^ENV //p' "$sample/Dockerfile")")
  fi
  run_instead "$image/task" "$(sed -n 's/^CMD \["\(.*\)"\]$/\1/p' "$sample/Dockerfile")" ${options[@]+"${options[@]}"}
  [[ " $* " != *" collector "* ]] || add_collector_options
}
