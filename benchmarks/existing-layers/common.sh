# Sourced by nodejs.sh and python.sh: a layer of packages.txt and of a folder of this one, as a zip.
# shellcheck shell=bash

: "${here:?}"
root=$(cd "$here/../.." && pwd)
# shellcheck source=../../scripts/common.sh
. "$root/scripts/common.sh"

readonly EXISTING=$root/benchmarks/target/existing

packages_of() {
  sed -n "s/^$1 //p" "$here/packages.txt"
}

# Returns whether a zip is newer than what it is made of, and for the same versions.
is_built() {
  [ -f "$EXISTING/$1.zip" ] && [ "$(cat "$EXISTING/$1.for" 2>/dev/null)" = "${VERSIONS-}" ] &&
    [ -z "$(find "$here" -type f -newer "$EXISTING/$1.zip" -print -quit)" ]
}

# usage: build_all_of LANGUAGE NAME...   Calls build_one for each layer, with its files in the folder $work.
build_all_of() {
  local language=$1 name
  for name in "${@:2}"; do
    is_built "$name" && continue
    say "building $name from $(packages_of "$name" | head -n 1) and others"
    work=$(mktemp -d)
    find "$here/$language/${name%-"$language"}" -maxdepth 1 -type f -exec cp -t "$work" {} +
    build_one "$name" || die "$name cannot be built here: its packages cannot be installed" 1
    mkdir -p "$EXISTING"
    python3 -c 'import shutil, sys; shutil.make_archive(sys.argv[1], "zip", sys.argv[2])' "$EXISTING/$name" "$work"
    echo "${VERSIONS-}" >"$EXISTING/$name.for"
    rm -rf "$work"
  done
}
