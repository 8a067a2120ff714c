#!/usr/bin/env bash
# The sample by itself; -h says what there is.
sample=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$sample/../.." && pwd)
# shellcheck source=../../scripts/sample.sh
. "$root/scripts/sample.sh"

prepare_try() {
  sample_options+=(--env MAIN_CLASS=example.spring.PricesApplication)
}

run_sample "$@"
