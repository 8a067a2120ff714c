# Sourced by sample.sh.
# shellcheck shell=bash

prepare_try() {
  start_dynamodb_local
}
