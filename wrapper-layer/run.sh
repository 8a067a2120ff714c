#!/usr/bin/env bash
# The wrapper layer by itself; -h says what there is.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exec "$here/../scripts/layer.sh" wrapper "$here/target/opentelemetry-java-wrapper-layer.zip" "$@"
