#!/usr/bin/env bash
# The wrapper layer by itself; -h says what there is.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
zip=$here/target/opentelemetry-java-wrapper-layer.zip

# The instrumentation libraries that the layer has, such as okhttp-3.0.
libraries() {
  sed -n 's|.*<include>io.opentelemetry.instrumentation:opentelemetry-\(.*\)</include>.*|\1|p' "$here/pom.xml"
}

build_without() {
  local root name library patterns=
  root=$(cd "$here/.." && pwd)
  # shellcheck source=../scripts/common.sh
  . "$root/scripts/common.sh"
  if [ "$1" != --without ] || [ $# -ne 2 ]; then
    usage_error "build $*: it takes no option but --without NAME,..."
  fi
  for name in ${2//,/ }; do
    libraries | grep -Eq "^$name(-[0-9.]+)?$" ||
      usage_error "build --without $name: there is no such library. There are: $(libraries | sed 's/-[0-9.]*$//' | sort -u | tr '\n' ' ')"
    for library in $(libraries | grep -E "^$name(-[0-9.]+)?$"); do
      patterns=$patterns,io.opentelemetry.instrumentation:opentelemetry-$library
    done
  done
  say "building"
  maven -DskipTests "-Dclients.without=${patterns#,}" package || die "the build has failed" 1
  touch "$BUILT"
  print_layer_size "$zip"
}

if [ "${1-}" = build ] && [ $# -gt 1 ]; then
  shift
  build_without "$@"
else
  exec "$here/../scripts/layer.sh" wrapper "$zip" "$@"
fi
