#!/bin/sh
# An external extension in shell: registers, and prints each event; if it is refused, the answer.
api=http://$AWS_LAMBDA_RUNTIME_API/2020-01-01/extension
answer=$(curl -s -i -H "Lambda-Extension-Name: ${0##*/}" -d '{"events":["INVOKE","SHUTDOWN"]}' "$api/register")
id=$(echo "$answer" | sed -n 's/^Lambda-Extension-Identifier: *\([^ \r]*\).*/\1/p')
if [ -z "$id" ]; then
  echo "$answer"
  exit 1
fi
while :; do
  event=$(curl -s -H "Lambda-Extension-Identifier: $id" "$api/event/next")
  echo "shell got $event"
  case $event in *SHUTDOWN*) exit 0 ;; esac
done
