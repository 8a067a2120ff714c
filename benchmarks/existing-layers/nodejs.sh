#!/usr/bin/env bash
# usage: nodejs.sh NAME...   Builds existing-nodejs, adot-nodejs and datadog-nodejs, or those named, from what is on npm.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=common.sh
. "$here/common.sh"

readonly ESBUILD=$root/nodejs-layer/node_modules/.bin/esbuild

# Makes one file of a source and the packages below the folder, but for the one that Node.js's loader has to find.
bundle() {
  NODE_PATH=$work/nodejs/node_modules "$ESBUILD" "$1" --bundle --minify --platform=node --target=node20 --log-level=error \
    --external:import-in-the-middle --outfile="$work/wrapper.js"
}

# Leaves import-in-the-middle and what it needs, as all else is in the bundle.
keep_hooks() {
  local version
  version=$(node -p "require('$work/nodejs/node_modules/import-in-the-middle/package.json').version")
  rm -rf "$work/nodejs"
  install_packages "import-in-the-middle@$version"
}

install_packages() {
  mkdir -p "$work/nodejs"
  npm install --prefix "$work/nodejs" --no-audit --no-fund --no-update-notifier --loglevel error "$@" >&2 || return 1
  rm -rf "$work"/nodejs/{package.json,package-lock.json,node_modules/.bin,node_modules/.package-lock.json}
}

build_one() {
  mapfile -t packages < <(packages_of "$1")
  install_packages "${packages[@]}" || return 1
  case $1 in
  existing-nodejs) bundle "$here/nodejs/existing/src/wrapper.mjs" && keep_hooks ;;
  adot-nodejs)
    echo "require('@aws/aws-distro-opentelemetry-node-autoinstrumentation/register')" >"$work/entry.js"
    bundle "$work/entry.js" && keep_hooks && rm "$work/entry.js"
    ;;
  esac
}

missing=$("$root/nodejs-layer/run.sh" missing)
[ -z "$missing" ] || die "$missing: the layers for Node.js cannot be built"
"$root/nodejs-layer/run.sh" install
build_all_of nodejs "$@"
