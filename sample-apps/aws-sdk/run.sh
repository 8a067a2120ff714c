#!/usr/bin/env bash
# The sample by itself; -h says what there is.
sample=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$sample/../.." && pwd)
# shellcheck source=../../scripts/sample.sh
. "$root/scripts/sample.sh"

readonly TABLE=items

try_sample() {
  local work
  work=$(mktemp -d)
  mkfifo "$work/stdin"
  start_dynamodb "$work"
  # shellcheck disable=SC2064 # the folder is known now
  trap "exec 3>&-; rm -rf '$work'" EXIT # the end of its input ends DynamoDB
  run_local \
    --function "$sample/target/function.zip" \
    --handler example.awssdk.GetItemHandler \
    --name aws-sdk \
    --event "$sample/event.json" \
    --env TABLE_NAME="$TABLE" \
    --env AWS_ENDPOINT_URL_DYNAMODB="$endpoint" \
    --count 3 --freeze 1 \
    "$@"
}

# Starts DynamoDB Local with its input on descriptor 3, and sets endpoint.
start_dynamodb() {
  local work=$1 lib=$sample/dynamodb-local/target/lib
  say "starting DynamoDB Local"
  # it leaves a file where it runs
  (cd "$work" && exec "$(java_tool java)" -Dsqlite4java.library.path="$lib" \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn \
    -cp "$sample/dynamodb-local/target/classes:$lib/*" \
    example.awssdk.local.LocalDynamoDb "$TABLE") <"$work/stdin" >"$work/stdout" 2>&1 &
  local dynamodb=$!
  exec 3>"$work/stdin"
  until endpoint=$(grep -m 1 '^http' "$work/stdout"); do
    kill -0 "$dynamodb" 2>/dev/null || {
      cat "$work/stdout" >&2
      die "DynamoDB Local has not started"
    }
    sleep 0.1
  done
}

run_sample "$@"
