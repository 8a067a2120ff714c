#!/usr/bin/env bash
# The Java agent layer by itself; -h says what there is.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
zip=$here/target/opentelemetry-javaagent-layer.zip

# Makes the agent that the options ask for, and packs it in place of the default one.
build_on_demand() {
  local root
  root=$(cd "$here/.." && pwd)
  # shellcheck source=../scripts/common.sh
  . "$root/scripts/common.sh"
  require_jdk
  [ -n "${NO_BUILD-}" ] || build
  "$(java_tool java)" -jar "$root/agent-builder/target/agent-builder.jar" \
    --agent "$here/target/untouched/opentelemetry-javaagent.jar" \
    --output "$here/target/agent/opentelemetry-javaagent.jar" \
    --provided "$here/target/java-lib/opentelemetry-lambda.jar" \
    --embed "$(built_jar lambda-sdk)" --embed "$(built_jar function-instrumentation)" "$@" || exit
  maven -DskipTests -Dagent.keep=true package --projects javaagent-layer --also-make ||
    die "the build has failed" 1
  print_layer_size "$zip"
}

# The jar of a module, without those of its tests.
built_jar() {
  find "$root/$1/target" -maxdepth 1 -name "$1-*.jar" -not -name '*-tests.jar' | head -n 1
}

if [ "${1-}" = build ] && [ $# -gt 1 ]; then
  shift
  build_on_demand "$@"
else
  exec "$here/../scripts/layer.sh" javaagent "$zip" "$@"
fi
