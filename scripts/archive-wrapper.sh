# Sourced by archive.sh: the archive of a JVM's classes, and the layer with it.
# shellcheck shell=bash disable=SC2034 # archive.sh reads what this sets

: "${root:?}" "${work=}"
readonly SCRIPTS=$root/wrapper-layer/src/main/archive SELECTION=--java-home PROGRAM=java

# Takes and answers AWS's event classes, as most functions do, for which the runtime loads much.
use_training_function() {
  local training=$root/sample-apps/custom-telemetry
  function=$training/target/function.zip handler=example.telemetry.CheckoutHandler
  [ ${#events[@]} -gt 0 ] || events=("$training/event.json")
}

# Sets version, file and selected, the emulator's options. usage: select_home HOME
select_home() {
  local home=$1
  [ -n "$home" ] || home=$(readlink -f "$(command -v "$(java_tool java)")" | sed 's|/bin/java$||')
  read_release "$home/release" "$home"
  selected=(--java-home "$home")
}

# usage: select_in_image ENGINE IMAGE
select_in_image() {
  "$1" run --rm --entrypoint cat "$2" /var/lang/release >"$work/release" ||
    die "archive: $2 cannot be run, or has no Java in /var/lang" 1
  read_release "$work/release" "$2"
}

# Sets version, and file, the archive's name, by the file named release of a JDK.
# usage: read_release FILE WHOSE
read_release() {
  version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1" 2>/dev/null) || true
  [ -n "$version" ] || die "archive: $2 is no JDK or JRE: it has no file named release with a JAVA_VERSION" 2
  [ "$version" -ge 17 ] || die "archive: $2 is of Java $version: archives can be made for Java 17 and newer" 2
  file=classes.jsa
  [ "$version" -lt 25 ] || file=cache.aot
}

# Prints the zip that is asked for.
output_zip() {
  printf '%s\n' "${output:-$root/wrapper-layer/target/opentelemetry-java-archive-layer-java${version:?}.zip}"
}

# usage: pack ZIP
pack() {
  local output=$1 folder=$work/zip/otel-archive/java$version
  mkdir -p "$folder"
  cp "$SCRIPTS"/* "$work/zip/otel-archive/"
  cp "$work/tmp/$file" "$folder/"
  {
    cat "$work/tmp/$file.fingerprint"
    printf '%s %d\n' "/opt/otel-archive/java$version/$file" "$(wc -c <"$folder/$file")"
  } >"$folder/fingerprint"
  rm -f "$output"
  "$(java_tool jar)" --create --no-manifest --file "$output" -C "$work/zip" .
  tools size "$output"
}
