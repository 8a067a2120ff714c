#!/usr/bin/env bash
# Measures the default layer beside what the existing one is made of: the same release of the Collector, built by the
# Collector's own Builder from the components that opentelemetry-lambda's Collector has by default. Prints a table.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"
# shellcheck source=../scripts/layers.sh
. "$root/scripts/layers.sh"

readonly WORK=$here/target/compare
readonly RELEASE=v0.158.0 STABLE=v1.64.0

core() { echo "go.opentelemetry.io/collector/$1 $RELEASE"; }
contrib() { echo "github.com/open-telemetry/opentelemetry-collector-contrib/$1 $RELEASE"; }

# The components of collector/lambdacomponents/default.go, and the config providers of collector/internal/collector;
# the four of opentelemetry-lambda's own are no modules that can be had, and are left out.
manifest() {
  cat <<EOF
dist: {module: compare, name: collector, output_path: $WORK/source}
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

build_theirs() {
  [ ! -x "$WORK/theirs" ] || return 0
  manifest >"$WORK/manifest.yaml"
  "$here/target/tools/$RELEASE/builder" --config="$WORK/manifest.yaml" --skip-compilation --skip-strict-versioning \
    >"$WORK/builder.log" 2>&1 || die "the Builder has failed: $WORK/builder.log" 1
  (cd "$WORK/source" && CGO_ENABLED=0 go build -trimpath -mod=mod -ldflags='-s -w' -o "$WORK/theirs" .)
}

# measure NAME PROGRAM CONFIG: binary and zip in MB, CPU in ms until the receiver listens, idle memory in MB; medians
measure() {
  local name=$1 program=$2 config=$3
  rm -f "$WORK/$name.zip"
  python3 "$here/compare.py" "$name" "$program" "$config" "$WORK/$name.zip"
}

missing=$(missing_go)
[ -z "$missing" ] || die "$missing, and put it on the PATH"
mkdir -p "$WORK"
"$here/run.sh" build >"$WORK/ours.log"
unzip -qo "$(layer_zip collector)" -d "$WORK/ours"
build_theirs
cat >"$WORK/config.yaml" <<EOF
receivers: {otlp: {protocols: {http: {endpoint: "localhost:14318"}}}}
exporters: {otlphttp: {endpoint: "http://localhost:14319"}}
service:
  telemetry: {metrics: {level: none}}
  pipelines: {traces: {receivers: [otlp], exporters: [otlphttp]}}
EOF
echo "| build | binary MB | zip MB | CPU until it listens, ms | idle memory, MB |"
echo "| --- | --- | --- | --- | --- |"
measure theirs "$WORK/theirs" "$WORK/config.yaml"
measure ours "$WORK/ours/extensions/collector" "$WORK/config.yaml"
