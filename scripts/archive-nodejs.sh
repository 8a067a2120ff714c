# Sourced by archive.sh: the archive of what V8 has compiled, and the layer with it.
# shellcheck shell=bash disable=SC2034 # archive.sh reads what this sets

: "${root:?}" "${work=}"
readonly SCRIPTS=$root/nodejs-layer/archive SELECTION=--runtime PROGRAM=node
file=compile-cache

# A trivial one, for an archive of the layer and the runtime client alone.
use_training_function() {
  function=$root/nodejs-layer/test/training handler=index.handler
  [ ${#events[@]} -gt 0 ] || events=("$root/sample-apps/nodejs/event.json")
}

# Sets version and selected, the emulator's options. usage: select_home RUNTIME
select_home() {
  local runtime=${1:-nodejs24.x}
  version=${runtime#nodejs}
  version=${version%.x}
  check_version "$runtime"
  selected=(--runtime "$runtime")
}

# usage: select_in_image ENGINE IMAGE
select_in_image() {
  version=$("$1" run --rm --entrypoint /var/lang/bin/node "$2" --print 'process.versions.node.split(".")[0]') ||
    die "archive: $2 cannot be run, or has no Node.js in /var/lang" 1
  check_version "$2"
}

# usage: check_version WHOSE
check_version() {
  case $version in
  '' | *[!0-9]*) die "archive: $1 is no runtime of Node.js, such as nodejs24.x" 2 ;;
  esac
  [ "$version" -ge 22 ] || die "archive: $1 is of Node.js $version: archives can be made for Node.js 22 and newer" 2
}

# Prints the zip that is asked for.
output_zip() {
  printf '%s\n' "${output:-$root/nodejs-layer/target/opentelemetry-nodejs-archive-layer-nodejs${version:?}.zip}"
}

# usage: pack ZIP
pack() {
  node "$root/nodejs-layer/pack-archive.mjs" "$work/tmp/$file" "$1"
  tools size "$1"
}
