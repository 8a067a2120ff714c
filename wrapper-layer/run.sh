#!/usr/bin/env bash
# The wrapper layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# The instrumentation libraries that the layer has, such as okhttp-3.0.
libraries() {
  sed -n 's|.*<include>io.opentelemetry.instrumentation:opentelemetry-\(.*\)</include>.*|\1|p' "$here/pom.xml" |
    grep -v '^declarative-config'
}

# Prints what is left out of the layer, as Maven's option.
# usage: without NAME,...
without() {
  local name library patterns=
  for name in ${1//,/ }; do
    libraries | grep -Eq "^$name(-[0-9.]+)?$" || {
      echo "run.sh: build --without $name: there is no such library. There are:" \
        "$(libraries | sed 's/-[0-9.]*$//' | sort -u | tr '\n' ' ')" >&2
      exit 2
    }
    for library in $(libraries | grep -E "^$name(-[0-9.]+)?$"); do
      patterns=$patterns,io.opentelemetry.instrumentation:opentelemetry-$library
    done
  done
  echo "-Dclients.without=${patterns#,}"
}

if [ "${1-}" = build ] && [ $# -gt 1 ]; then
  if [ "$2" != --without ] || [ $# -ne 3 ]; then
    echo "run.sh: build ${*:2}: it takes no option but --without NAME,..." >&2
    exit 2
  fi
  option=$(without "$3") || exit
  set -- build "$option"
fi
exec "$here/../scripts/layer.sh" wrapper "$@"
