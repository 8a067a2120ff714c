# Sourced by sample.sh.
# shellcheck shell=bash

prepare_try() {
  add_options --env OTEL_METRICS_EXPORTER=otlp --env OTEL_LOGS_EXPORTER=otlp
}
