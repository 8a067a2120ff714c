#!/usr/bin/env bash
# The Java agent layer by itself; -h says what there is.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$here/../scripts/layer.sh" javaagent "$here/target/opentelemetry-javaagent-layer.zip" "$@"
