# Sourced by the scripts that set root, the folder of the project.
# shellcheck shell=bash

set -euo pipefail
: "${root:?}"
# shellcheck source=java.sh
. "$root/scripts/java.sh"

readonly MIN_GO=1.25

say() {
  printf '%s\n' "$*" >&2
}

# die MESSAGE [STATUS]
die() {
  say "run.sh: $1"
  exit "${2:-3}"
}

usage_error() {
  say "run.sh: $1"
  say "run.sh -h explains the commands"
  exit 2
}

# Prints a text of scripts/help.
help() {
  cat "$root/scripts/help/$1.txt"
}

# Says why there is no Go that the project's Go can be built with, if so. usage: missing_go [OLDEST]
missing_go() {
  local version oldest=${1-$MIN_GO}
  command -v go >/dev/null || { echo "no Go: install Go $oldest or newer" && return; }
  version=$(go env GOVERSION)
  version=${version#go}
  [ "$(printf '%s\n' "$oldest" "$version" | sort -V | head -n 1)" = "$oldest" ] ||
    echo "Go is $version: install Go $oldest or newer"
}

# Lints the Go module in a folder.
lint_go() {
  (cd "$1" && go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run ./...) || die "golangci-lint has found something" 1
}

# Installs a file of requirements from PyPI into a folder, if that has not been done.
# usage: install_from_pypi REQUIREMENTS FOLDER
install_from_pypi() {
  cmp -s "$1" "$2/requirements.txt" && return
  {
    python3 -m venv "$2" && "$2/bin/pip" install --quiet --requirement "$1" && cp "$1" "$2/requirements.txt"
  } >&2
}

# The names that the test of the emulator's page looks for.
has_chromium() {
  command -v chromium || command -v chromium-browser || command -v google-chrome
} >/dev/null
