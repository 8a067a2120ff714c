# Sourced by archive.sh: recording under the emulator, on a JDK of this machine.
# shellcheck shell=bash

: "${root:?}" "${work:?}" "${handler:?}" "${function:?}" "${file=}" "${events[0]:?}"

# Leaves the archive and its fingerprint in $work/tmp, which the function has as /tmp. usage: record_in_emulator OPTION...
record_in_emulator() {
  local arguments=() event
  [ -n "$java_home" ] || java_home=$(readlink -f "$(command -v "$(java_tool java)")" | sed 's|/bin/java$||')
  read_release "$java_home/release" "$java_home"
  for event in "${events[@]}"; do arguments+=(--event "$event"); done
  say "recording on $java_home"
  run_local --quiet --otlp-port 0 --java-home "$java_home" --function "$function" --handler "$handler" \
    "${arguments[@]}" "$@" --layer "$work/layer" --tmp "$work/tmp" \
    --env OTEL_LAMBDA_ARCHIVE_OUTPUT="/tmp/$file" \
    --runtime-shutdown 120 --no-cpu-limit --no-memory-limit >"$work/log" 2>&1
}
