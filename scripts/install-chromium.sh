#!/usr/bin/env bash
# Installs Chromium, in which the emulator's page is tested, where no such browser is.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo --non-interactive "$@"
  fi
}

has_chromium && exit
say "installing Chromium"
command -v apt-get >/dev/null || die "no apt-get here: install Chromium, and put it on the PATH" 1
{
  as_root apt-get update --quiet &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install --quiet --yes --no-install-recommends chromium
} >&2 || die "Chromium cannot be installed: install it, and put it on the PATH" 1
has_chromium || die "Chromium is installed, but is not on the PATH" 1
