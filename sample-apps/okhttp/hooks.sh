# Sourced by sample.sh.
# shellcheck shell=bash

prepare_try() {
  start_beside "a server to ask" "$(java_tool java)" "$1/local/AddressServer.java"
  add_options --env ENDPOINT="$(beside_url)"
}
