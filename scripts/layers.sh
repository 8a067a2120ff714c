# Sourced after common.sh: the layers as they are built, and as the local Lambda takes them.
# shellcheck shell=bash

: "${root:?}"
layer_options=()

# The architecture of this machine, as Go names it.
arch() {
  uname -m | sed 's/x86_64/amd64/; s/aarch64/arm64/'
}

# Prints the path of a layer's zip, and nothing for a name that no layer has.
layer_zip() {
  case $1 in
  wrapper) echo "$root/wrapper-layer/target/opentelemetry-java-wrapper-layer.zip" ;;
  javaagent) echo "$root/javaagent-layer/target/opentelemetry-javaagent-layer.zip" ;;
  python | nodejs | ruby) echo "$root/$1-layer/target/opentelemetry-$1-layer.zip" ;;
  collector) echo "$root/collector-layer/target/opentelemetry-collector-layer-$(arch).zip" ;;
  esac
}

# Adds the options by which the emulator gets a layer to layer_options.
add_layer() {
  local zip
  zip=$(layer_zip "$1")
  case $1 in
  none) return ;;
  collector) layer_options+=(--layer "$zip") && add_collector_options ;;
  *)
    [ -n "$zip" ] || usage_error "--layer $1: there are none, wrapper, javaagent, collector, python, nodejs and ruby"
    layer_options+=(--layer "$zip" --env AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler)
    ;;
  esac
}

# The way from the function to the Collector, and from there to the emulator. The ports may be others for the tests.
add_collector_options() {
  local port=${COLLECTOR_PORT:-4318} grpc_port=${COLLECTOR_GRPC_PORT:-4317} sink=${COLLECTOR_SINK_PORT:-4319}
  layer_options+=(--otlp-port "$sink"
    --env "OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:$port" --env "OTEL_LAMBDA_COLLECTOR_PORT=$port"
    --env "OTEL_LAMBDA_COLLECTOR_GRPC_PORT=$grpc_port"
    --env "OTEL_LAMBDA_COLLECTOR_ENDPOINT=http://localhost:$sink")
}

run_local() {
  "$(java_tool java)" "${BRIEF[@]}" -jar "$root/lambda-emulator/target/lambda-emulator.jar" "$@"
}

# Builds the layer's zip, by its own run.sh if it is not Maven's. usage: build_layer_if_needed LAYER [OPTION...]
build_layer_if_needed() {
  case $1 in
  none | wrapper | javaagent) ;;
  *) [ -n "${NO_BUILD-}" ] || "$root/$1-layer/run.sh" build "${@:2}" >&2 ;;
  esac
}
