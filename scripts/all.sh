# Sourced by the project's run.sh after common.sh and layers.sh: its commands for all layers.
# shellcheck shell=bash

: "${root:?}"
# shellcheck source=other-layers.sh
. "$root/scripts/other-layers.sh"
# shellcheck source=publish-all.sh
. "$root/scripts/publish-all.sh"
# shellcheck source=test-all.sh
. "$root/scripts/test-all.sh"

build_all() {
  build
  tools size "$(layer_zip wrapper)" "$(layer_zip javaagent)"
  for_other_layers build
}

try_sample() {
  local sample=${1-} samples
  samples=$(cd "$root/sample-apps" && printf '%s ' */run.sh | sed 's|/run.sh | |g; s/ $//')
  [ -n "$sample" ] || usage_error "try: which sample? There are: $samples"
  [ -x "$root/sample-apps/$sample/run.sh" ] || usage_error "try $sample: there is no such sample. There are: $samples"
  exec "$root/sample-apps/$sample/run.sh" try "${@:2}"
}

bench() {
  [ "${1-}" != collector ] || exec "$root/collector-layer/run.sh" bench "${@:2}"
  build_if_needed
  "$root/benchmarks/existing-layers.sh" "$@" || exit
  "$root/benchmarks/realistic-nodejs.sh" "$@" || exit
  exec "$(java_tool java)" -Dproject.root="$root" -jar "$root/benchmarks/target/benchmarks.jar" "$@"
}

# usage: instrument FUNCTION --output ZIP [OPTION...]
instrument() {
  build_if_needed
  exec "$(java_tool java)" "${BRIEF[@]}" \
    -cp "$root/agent-builder/target/agent-builder.jar" io.opentelemetry.lambda.agent.buildtime.Main \
    --agent "$root/javaagent-layer/target/untouched/opentelemetry-javaagent.jar" \
    --layer "$root/wrapper-layer/target/java-lib/opentelemetry-lambda.jar" "$@"
}

# usage: install_artifacts [OPTION OF MAVEN...]
install_artifacts() {
  say "installing, without tests"
  maven install -pl lambda-emulator,bom,maven-plugin,gradle-plugin -am -DskipTests -DskipITs -Dinvoker.skip "$@" || die "nothing is installed" 1
  say "docs/testing.md says how to use the local Lambda, docs/build-time.md the plugins"
}

clean_all() {
  local layer
  maven clean
  for layer in $OTHER_LAYERS; do "$root/$layer-layer/run.sh" clean; done
  "$root/go-instrumentation/run.sh" clean
  "$root/infrastructure/run.sh" clean
  rm -rf "$root/target"
}
