#!/usr/bin/env bash
# The sample by itself; -h says what there is.
sample=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$sample/../.." && pwd)
# shellcheck source=../../scripts/sample.sh
. "$root/scripts/sample.sh"

readonly TABLE=items

prepare_try() {
  local lib=$sample/dynamodb-local/target/lib
  start_beside "DynamoDB Local" "$(java_tool java)" -Dsqlite4java.library.path="$lib" \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$sample/dynamodb-local/target/classes:$lib/*" \
    example.awssdk.local.LocalDynamoDb "$TABLE"
  sample_options+=(--env TABLE_NAME="$TABLE" --env AWS_ENDPOINT_URL_DYNAMODB="$endpoint")
}

run_sample "$@"
