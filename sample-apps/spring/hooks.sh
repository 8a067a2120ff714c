# Sourced by sample.sh.
# shellcheck shell=bash

prepare_try() {
  add_options --env MAIN_CLASS=example.spring.PricesApplication
}
