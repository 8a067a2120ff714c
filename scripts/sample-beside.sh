# Sourced by sample.sh: what runs beside a sample's function.
# shellcheck shell=bash

: "${root:?}"

# Starts a program in a folder of its own, and waits for the line with its URL, which beside_url then prints. The
# program has to end with its standard input.
# usage: start_beside NAME COMMAND...
start_beside() {
  local what=$1 pid
  shift
  say "starting $what"
  mkfifo "${work:?}/stdin"
  (cd "$work" && exec "$@") <"$work/stdin" >"$work/stdout" 2>&1 &
  pid=$!
  exec 3>"$work/stdin"
  until beside_url >/dev/null; do
    kill -0 "$pid" 2>/dev/null || {
      cat "$work/stdout" >&2
      die "$what has not started"
    }
    sleep 0.1
  done
}

# Starts Amazon's DynamoDB Local with an item in a table, and tells the function of it.
start_dynamodb_local() {
  local local=$root/sample-apps/aws-sdk/dynamodb-local/target table=items
  start_beside "DynamoDB Local" "$(java_tool java)" -Dsqlite4java.library.path="$local/lib" \
    -Dorg.slf4j.simpleLogger.defaultLogLevel=warn -cp "$local/classes:$local/lib/*" \
    example.awssdk.local.LocalDynamoDb "$table"
  add_options --env TABLE_NAME="$table" --env AWS_ENDPOINT_URL_DYNAMODB="$(beside_url)"
}

beside_url() {
  grep -m 1 '^http' "${work:?}/stdout"
}
