#!/usr/bin/env bash
# Measures the default layer beside what the existing one is made of, Rotel's agent, and any layer's zip or program:
# bench.sh [--runs N] [NAME=FILE...]. Prints a table.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=../scripts/layers.sh
. "$root/scripts/layers.sh"

readonly WORK=$here/target/bench
readonly RELEASE=v0.158.0 STABLE=v1.64.0

core() { echo "go.opentelemetry.io/collector/$1 $RELEASE"; }
contrib() { echo "github.com/open-telemetry/opentelemetry-collector-contrib/$1 $RELEASE"; }

# The components of collector/lambdacomponents/default.go, and the config providers of collector/internal/collector;
# the four of opentelemetry-lambda's own are no modules that can be had, and are left out.
manifest() {
  cat <<EOF
dist: {module: bench, name: collector, output_path: $WORK/source}
receivers:
  - gomod: $(core receiver/otlpreceiver)
exporters:
  - gomod: $(core exporter/debugexporter)
  - gomod: $(core exporter/otlpexporter)
  - gomod: $(core exporter/otlphttpexporter)
  - gomod: $(contrib exporter/prometheusremotewriteexporter)
processors:
  - gomod: $(core processor/batchprocessor)
  - gomod: $(core processor/memorylimiterprocessor)
  - gomod: $(contrib processor/attributesprocessor)
  - gomod: $(contrib processor/filterprocessor)
  - gomod: $(contrib processor/probabilisticsamplerprocessor)
  - gomod: $(contrib processor/resourceprocessor)
  - gomod: $(contrib processor/spanprocessor)
extensions:
  - gomod: github.com/open-telemetry/opentelemetry-collector-contrib/extension/sigv4authextension v0.155.0
  - gomod: $(contrib extension/basicauthextension)
providers:
  - gomod: go.opentelemetry.io/collector/confmap/provider/envprovider $STABLE
  - gomod: go.opentelemetry.io/collector/confmap/provider/fileprovider $STABLE
  - gomod: go.opentelemetry.io/collector/confmap/provider/httpprovider $STABLE
  - gomod: go.opentelemetry.io/collector/confmap/provider/httpsprovider $STABLE
  - gomod: go.opentelemetry.io/collector/confmap/provider/yamlprovider $STABLE
  - gomod: $(contrib confmap/provider/s3provider)
  - gomod: github.com/open-telemetry/opentelemetry-collector-contrib/confmap/provider/secretsmanagerprovider v0.155.0
EOF
}

# The same release of the Collector, built by the Collector's own Builder.
build_existing() {
  local builder=$here/target/tools/$RELEASE/builder
  [ ! -x "$WORK/existing" ] || return 0
  [ -x "$builder" ] || GOBIN=${builder%/*} go install "go.opentelemetry.io/collector/cmd/builder@$RELEASE" || die "the Builder cannot be had" 1
  manifest >"$WORK/manifest.yaml"
  "$builder" --config="$WORK/manifest.yaml" --skip-compilation --skip-strict-versioning \
    >"$WORK/builder.log" 2>&1 || die "the Builder has failed: $WORK/builder.log" 1
  (cd "$WORK/source" && CGO_ENABLED=0 go build -trimpath -mod=mod -ldflags='-s -w' -o "$WORK/existing" .) || die "the build has failed" 1
}

missing=$(missing_go)
[ -z "$missing" ] || die "$missing, and put it on the PATH"
command -v python3 >/dev/null || die "there is no python3"
mkdir -p "$WORK"
"$here/run.sh" build >"$WORK/ours.log" || die "the layer has not been built: $WORK/ours.log" 1
build_existing
collectors=("ours=$(layer_zip collector)" "existing=$WORK/existing")
if compgen -G "$WORK/rotel-*.whl" >/dev/null || python3 -m pip download --quiet --no-deps --dest "$WORK" rotel >"$WORK/pip.log" 2>&1; then
  collectors+=("rotel=$(compgen -G "$WORK/rotel-*.whl" | tail -n 1)")
else
  say "not measured: Rotel, whose wheel cannot be had: $WORK/pip.log"
fi
exec python3 "$here/bench.py" "$@" "${collectors[@]}"
