#!/bin/sh
# An external extension in shell: registers, and prints each event.
api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
id=$(curl -s -D - -o /dev/null -H "Lambda-Extension-Name: ${0##*/}" -d '{"events":["INVOKE","SHUTDOWN"]}' "$api/register" |
  sed -n 's/^Lambda-Extension-Identifier: *\([^ \r]*\).*/\1/p')
while :; do
  event=$(curl -s -H "Lambda-Extension-Identifier: $id" "$api/event/next")
  echo "shell got $event"
  case $event in *SHUTDOWN*) exit 0 ;; esac
done
