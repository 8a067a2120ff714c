# Sourced by archive.sh: records in a container, with AWS's runtime interface emulator, which its base
# images bring.
# shellcheck shell=bash

: "${layer:?}" "${image:?}" "${handler:?}" "${function:?}" "${work:?}" "${file=}" "${events[0]:?}"

# Leaves the archive in $work/tmp, which the container has as /tmp.
record_in_image() {
  engine=${CONTAINER_ENGINE:-docker}
  command -v "$engine" >/dev/null ||
    die "archive: --image needs $engine, which is not there; CONTAINER_ENGINE may name another engine" 1
  select_in_image "$engine" "$image"
  # as Lambda unpacks it: a zip's times have no zone
  mkdir -p "$work/opt"
  (cd "$work/opt" && TZ=UTC "$(java_tool jar)" --extract --file "$(layer_zip "$layer")")
  chmod +x "$work/opt/otel-handler"
  cp -R "$work/layer/otel-archive" "$work/opt/"
  chmod 777 "$work/tmp"
  say "recording in $image"
  run_container >"$work/log" 2>&1
}

run_container() {
  local event address
  unpack_function
  container=$("$engine" run --detach --publish 127.0.0.1::8080 --volume "$work/opt:/opt:ro" \
    --volume "$work/tmp:/tmp" --volume "$work/task:/var/task:ro" --env AWS_LAMBDA_EXEC_WRAPPER=/opt/otel-handler \
    --env OTEL_LAMBDA_ARCHIVE_OUTPUT="/tmp/$file" "$image" "$handler")
  trap '"$engine" rm --force "$container" >/dev/null; rm -rf "$work"' EXIT
  address=$("$engine" port "$container" 8080 | head -n 1)
  for event in "${events[@]}"; do
    curl --silent --show-error --retry 20 --retry-connrefused --retry-delay 1 --max-time 60 \
      --data-binary "@$event" "http://$address/2015-03-31/functions/function/invocations"
  done
  # the archive is written when the program ends
  "$engine" exec --interactive "$container" sh -s "$PROGRAM" <<'END'
for process in /proc/[0-9]*; do
  [ "$(cat "$process/comm")" != "$1" ] || kill -TERM "${process#/proc/}"
done
END
  for _ in $(seq 120); do
    "$engine" exec "$container" sh -c 'cat /proc/[0-9]*/comm' | grep -qx "$PROGRAM" || break
    sleep 1
  done
  # it is the container's user who has written it
  "$engine" exec "$container" chmod -R a+rwX /tmp
}

unpack_function() {
  if [ -d "$function" ]; then
    cp -R "$function" "$work/task"
  else
    mkdir -p "$work/task"
    (cd "$work/task" && "$(java_tool jar)" --extract --file "$(readlink -f "$function")")
  fi
}
