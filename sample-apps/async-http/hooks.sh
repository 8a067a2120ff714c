# Sourced by sample.sh.
# shellcheck shell=bash

: "${root:?}"

# The instrumented zip is tried and deployed.
function_zip() { echo "$1/target/function-traced.zip"; }

build_function() {
  local untouched=$1/target/function.zip traced new=$1/target/traced-$$.zip
  traced=$(function_zip "$1")
  build_if_needed
  if [ ! "$traced" -nt "$untouched" ] || [ ! "$traced" -nt "$root/wrapper-layer/target/java-lib/opentelemetry-lambda.jar" ]; then
    "$root/run.sh" instrument "$untouched" --output "$new" >&2 || exit
    mv "$new" "$traced"
  fi
}

prepare_try() {
  start_beside "a server to ask" "$(java_tool java)" "$1/../okhttp/local/AddressServer.java"
  add_options --env ENDPOINT="$(beside_url)"
}
