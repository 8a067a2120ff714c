# Sourced by sample.sh.
# shellcheck shell=bash

: "${root:?}"

# The Collector layer too, where it can be built.
default_layers() {
  echo ruby
  [ -n "$("$root/collector-layer/run.sh" missing)" ] || echo collector
}

build_function() {
  local missing
  missing=$("$root/ruby-layer/run.sh" missing)
  [ -z "$missing" ] || die "$missing"
  mkdir -p "$1/target"
  "$(java_tool jar)" --create --no-manifest --date=1980-01-01T00:00:02Z --file "$1/target/function.zip" -C "$1" app.rb
}

clean_function() {
  rm -rf "$1/target"
}

# AWS's runtime client, where RUBY_RUNTIME_CLIENT names the folder of its gem; else one of the project's own for tests.
prepare_try() {
  start_beside "the service" ruby "$1/local/stock.rb"
  add_options --env STOCK_URL="$(beside_url)" --runtime "$(template_property Runtime)" \
    --ruby-home "$(ruby -e "print RbConfig::CONFIG['prefix']")" \
    --runtime-client "${RUBY_RUNTIME_CLIENT:-$root/conformance/runtime-clients/ruby}"
}
