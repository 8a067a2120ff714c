# Sourced by archive.sh: recording under the emulator.
# shellcheck shell=bash

: "${work:?}" "${handler:?}" "${function:?}" "${events[0]:?}" "${home=}" "${file=}"

# Leaves the archive in $work/tmp, which the function has as /tmp. usage: record_in_emulator OPTION...
record_in_emulator() {
  local arguments=() event selected=()
  select_home "$home"
  for event in "${events[@]}"; do arguments+=(--event "$event"); done
  say "recording on ${selected[1]}"
  run_local --quiet --otlp-port 0 "${selected[@]}" --function "$function" --handler "$handler" \
    "${arguments[@]}" "$@" --layer "$work/layer" --tmp "$work/tmp" \
    --env OTEL_LAMBDA_ARCHIVE_OUTPUT="/tmp/$file" \
    --runtime-shutdown 120 --no-cpu-limit --no-memory-limit >"$work/log" 2>&1
}
