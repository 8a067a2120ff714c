# Sourced by sample.sh.
# shellcheck shell=bash

# Without boto3, which the runtime has.
build_function() {
  mkdir -p "$1/target"
  python3 - "$1/app.py" "$1/target/function.zip" <<'END'
import sys, zipfile

with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as archive, open(sys.argv[1]) as source:
    archive.writestr(zipfile.ZipInfo("app.py", (1980, 1, 1, 0, 0, 0)), source.read())
END
}

clean_function() {
  rm -rf "$1/target"
}

prepare_try() {
  local runtime
  runtime=$(python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])')
  start_dynamodb_local
  add_options --runtime "$runtime"
}
