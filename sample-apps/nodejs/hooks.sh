# Sourced by sample.sh.
# shellcheck shell=bash

# Bundled with the AWS SDK, by esbuild from the layer's packages.
build_function() {
  local layer=$1/../../nodejs-layer/run.sh missing
  missing=$("$layer" missing)
  [ -z "$missing" ] || die "$missing, and put them on the PATH"
  "$layer" install
  node "$1/build.mjs"
}

clean_function() {
  rm -rf "$1/target"
}

prepare_try() {
  start_dynamodb_local
  add_options --runtime "$(template_property Runtime)"
}
