#!/usr/bin/env bash
# The wrapper layer's commands; -h explains them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

libraries=$here/../client-instrumentation/src/main

# Prints lines of the libraries' descriptors. usage: lines PATTERN [OPTION...]
lines() {
  grep -rE --include=library.yaml "${@:2}" "$1" "$libraries"
}

# Prints what is left out of the layer, as Maven's option.
# usage: without NAME,... - libraries by their switch, or instrumentation libraries by their name
without() {
  local name found patterns=
  for name in ${1//,/ }; do
    found=$({
      lines "^  - .*:opentelemetry-$name(-[0-9.]+)?$" -h
      lines "^switch: $name$" -lZ | xargs -0r grep -hE '^  - io\.[a-z0-9.]+:[^:]+$'
    } | sort -u)
    if [ -z "$found" ]; then
      echo "run.sh: build --without $name: there is no such library. There are:" \
        "$(lines '^artifacts:' -lZ | xargs -0 sed -n 's/^switch: //p' | sort -u | tr '\n' ' ')" >&2
      exit 2
    fi
    found=${found//  - /}
    patterns=$patterns,${found//$'\n'/,}
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
