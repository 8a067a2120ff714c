# Sourced by sample.sh.
# shellcheck shell=bash

: "${root:?}"

default_layer() { echo collector; }

# Builds the function for the architecture of Lambda that this machine has, and the service that it asks.
build_function() {
  local missing
  missing=$("$root/go-instrumentation/run.sh" missing)
  [ -z "$missing" ] || die "$missing, and put it on the PATH"
  say "building the function"
  (cd "$1" && CGO_ENABLED=0 GOOS=linux go build -trimpath -tags lambda.norpc -ldflags '-s -w' -o target/bootstrap . &&
    go build -o target/stock ./stock && go run ./pack target/bootstrap target/function.zip) || die "the build has failed" 1
}

clean_function() {
  rm -rf "$1/target"
}

prepare_try() {
  start_dynamodb_local
  start_stock "$1"
  add_options --runtime provided
}

# It ends with this script.
start_stock() {
  local answer=${work:?}/stock
  mkfifo "$answer"
  exec 4> >("$1/target/stock" >"$answer")
  read -r stock_url <"$answer" || die "the service has not started"
  add_options --env STOCK_URL="$stock_url"
}
