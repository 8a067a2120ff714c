# Sourced by archive.sh: the archive of a JVM, and the layer with it.
# shellcheck shell=bash

: "${root:?}" "${work=}"
readonly SCRIPT=$root/wrapper-layer/src/main/archive/otel-archive

# Sets version, and file, the archive's name, by the file named release of a JDK.
# usage: read_release FILE WHOSE
read_release() {
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1" 2>/dev/null) || true
  [ -n "$version" ] || die "archive: $2 is no JDK or JRE: it has no file named release with a JAVA_VERSION" 2
  [ "$version" -ge 17 ] || die "archive: $2 is of Java $version: archives can be made for Java 17 and newer" 2
  file=classes.jsa
  [ "$version" -lt 25 ] || file=cache.aot
}

# usage: pack ZIP
pack() {
  local output=$1 folder=$work/zip/otel-archive/java$version
  mkdir -p "$folder"
  cp "$SCRIPT" "$work/zip/otel-archive/"
  cp "$work/tmp/$file" "$folder/"
  {
    cat "$work/tmp/$file.fingerprint"
    printf '%s %d\n' "/opt/otel-archive/java$version/$file" "$(wc -c <"$folder/$file")"
  } >"$folder/fingerprint"
  rm -f "$output"
  "$(java_tool jar)" --create --no-manifest --file "$output" -C "$work/zip" .
  tools size "$output"
}
