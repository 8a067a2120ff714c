#!/usr/bin/env bash
# The sample by itself; -h says what there is.
sample=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$sample/../.." && pwd)
# shellcheck source=../../scripts/sample.sh
. "$root/scripts/sample.sh"

readonly TABLE=items
readonly DYNAMODB=$root/sample-apps/aws-sdk/dynamodb-local/target
default_layer=python

# Without boto3, which the runtime has.
build_function() {
  build_if_needed
  [ -n "${NO_BUILD-}" ] || "$root/python-layer/run.sh" build
  mkdir -p "$sample/target"
  python3 - "$sample/app.py" "$sample/target/function.zip" <<'END'
import sys, zipfile

with zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED) as archive, open(sys.argv[1]) as source:
    archive.writestr(zipfile.ZipInfo("app.py", (1980, 1, 1, 0, 0, 0)), source.read())
END
}

clean_function() {
  rm -rf "$sample/target"
}

prepare_try() {
  start_beside "DynamoDB Local" "$(java_tool java)" -Dsqlite4java.library.path="$DYNAMODB/lib" \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$DYNAMODB/classes:$DYNAMODB/lib/*" \
    example.awssdk.local.LocalDynamoDb "$TABLE"
  sample_options+=(--runtime "$(python3 -c 'import sys; print("python%d.%d" % sys.version_info[:2])')" --env TABLE_NAME="$TABLE" --env AWS_ENDPOINT_URL_DYNAMODB="$endpoint")
}

run_sample "$@"
