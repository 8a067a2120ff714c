#!/usr/bin/env bash
# Takes the newest releases of what the layers are made of; -h says more.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"

readonly CHANGES=$root/target/upstream.txt
readonly VERSIONS_PLUGIN=org.codehaus.mojo:versions-maven-plugin:2.23.0
readonly PROPERTIES=opentelemetry-javaagent.version,opentelemetry-newest.version,aws-lambda-core.version,aws-lambda-events.version,aws-lambda-serialization.version,aws-lambda-ric.version,aws-sdk.version,aws-sdk-v1.version

usage() {
  cat <<EOF
usage: ./run.sh upstream [--report URL]

Writes the newest releases of the Java agent, of AWS's libraries and of AWS's SDKs into pom.xml, and what has
changed into target/upstream.txt. ./run.sh test then tells whether the layers go with them.

  --report URL   opens an issue on GitHub that a run with them has failed, by the GitHub CLI, if none is open
EOF
}

update() {
  say "looking for new releases"
  maven "$VERSIONS_PLUGIN:update-properties" --non-recursive -DgenerateBackupPoms=false -DallowMajorUpdates=false \
    -DincludeProperties="$PROPERTIES" '-Dmaven.version.ignore=.*-(alpha|beta|rc|m)[-.0-9]*' ||
    die "the releases cannot be looked up" 1
  mkdir -p "$root/target"
  git -C "$root" diff --unified=0 -- pom.xml | sed -n 's/^[-+] *<\(.*\)<\/.*>$/\1/p' | sed 's/>/ /' |
    awk '$1 in old { print $1, old[$1], "->", $2 } { old[$1] = $2 }' | tee "$CHANGES" >&2
  [ -s "$CHANGES" ] || say "nothing is newer"
}

report() {
  local title="Nightly run with the newest releases has failed"
  command -v gh >/dev/null || die "no GitHub CLI: install gh, and put it on the PATH"
  [ -z "$(gh issue list --state open --search "in:title \"$title\"" --json number --jq '.[].number')" ] || {
    say "it is reported already"
    return
  }
  {
    printf 'The run: %s\n\n' "$1"
    cat "$CHANGES" 2>/dev/null || true
  } | gh issue create --title "$title" --body-file -
}

case ${1-} in
'') update ;;
--report)
  [ -n "${2-}" ] || usage_error "upstream: --report: which run?"
  report "$2"
  ;;
-h | --help | help) usage ;;
*) usage_error "upstream: $1: there is no such option" ;;
esac
