# Sourced by sample.sh.
# shellcheck shell=bash

: "${root:?}"

default_layer() { echo collector; }

# Builds the function for the architecture of Lambda that this machine has.
build_function() {
  command -v cargo >/dev/null || die "no Rust: install it with cargo, 1.85 or newer, and put it on the PATH"
  say "building the function, which takes some minutes the first time"
  (cd "$1" && cargo build --quiet --release --locked) || die "the build has failed" 1
  python3 - "$1" <<'END' || die "the zip cannot be made" 1
import sys, zipfile

entry = zipfile.ZipInfo("bootstrap", (1980, 1, 1, 0, 0, 0))
entry.compress_type = zipfile.ZIP_DEFLATED
entry.external_attr = 0o100755 << 16
with zipfile.ZipFile(sys.argv[1] + "/target/function.zip", "w") as archive, open(sys.argv[1] + "/target/release/bootstrap", "rb") as program:
    archive.writestr(entry, program.read())
END
}

clean_function() {
  rm -rf "$1/target"
}

prepare_try() {
  start_beside "the service" "$(java_tool java)" "$1/local/StockServer.java"
  add_options --env STOCK_URL="$(beside_url)" --runtime provided
}
