#!/usr/bin/env bash
# Bundles the function for Node.js that calls services, where the arguments of a benchmark ask for it.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=../scripts/common.sh
. "$root/scripts/common.sh"

readonly SOURCE=$root/benchmarks/functions/src/main/nodejs/realistic.js
readonly BUNDLE=$root/benchmarks/functions/target/nodejs/realistic.js

case " $* " in *realistic*nodejs* | *nodejs*realistic*) ;; *) exit 0 ;; esac
[ ! -f "$BUNDLE" ] || [ "$SOURCE" -nt "$BUNDLE" ] || exit 0
missing=$("$root/nodejs-layer/run.sh" missing)
[ -z "$missing" ] || die "$missing: the function for Node.js cannot be built"
"$root/nodejs-layer/run.sh" install
NODE_PATH=$root/nodejs-layer/node_modules "$root/nodejs-layer/node_modules/.bin/esbuild" "$SOURCE" --bundle --minify \
  --platform=node --target=node20 --log-level=error --outfile="$BUNDLE" || die "the function for Node.js cannot be built" 1
