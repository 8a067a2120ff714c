#!/usr/bin/env bash
# The Java agent layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

# Makes the agent that the options ask for, and packs it in place of the default one.
build_on_demand() {
  require_jdk
  [ -n "${NO_BUILD-}" ] || build
  "$(java_tool java)" "${BRIEF[@]}" -jar "$root/agent-builder/target/agent-builder.jar" \
    --agent "$here/target/untouched/opentelemetry-javaagent.jar" \
    --output "$here/target/agent/opentelemetry-javaagent.jar" \
    --provided "$here/target/java-lib/opentelemetry-lambda.jar" \
    --embed "$(built_jar lambda-sdk)" --embed "$(built_jar function-instrumentation)" "$@" || exit
  maven -DskipTests -Dagent.keep=true package --projects javaagent-layer,tools --also-make ||
    die "the build has failed" 1
  tools size "$here/target/opentelemetry-javaagent-layer.zip"
}

# The jar of a module, without those of its tests.
built_jar() {
  find "$root/$1/target" -maxdepth 1 -name "$1-*.jar" -not -name '*-tests.jar' | head -n 1
}

if [ "${1-}" = build ] && [ $# -gt 1 ]; then
  shift
  build_on_demand "$@"
else
  exec "$root/scripts/layer.sh" javaagent "$@"
fi
