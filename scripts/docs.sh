#!/usr/bin/env bash
# Checks the documents, and builds the site of docs/. mkdocs and Grafana's schema come from PyPI, in the version of scripts/docs/requirements.txt.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"

readonly VENV=$root/target/docs-tools

cd "$root"
command -v python3 >/dev/null || die "no Python: install Python 3.9 or newer"
say "checking the documents"
python3 -B -m unittest discover --quiet --start-directory scripts/docs --pattern '*_test.py'
python3 -B scripts/docs/check.py
install_from_pypi "$root/scripts/docs/requirements.txt" "$VENV" || die "mkdocs and the foundation SDK cannot be installed from PyPI" 1
"$VENV/bin/python" -B scripts/docs/grafana_schema.py
"$VENV/bin/mkdocs" build --strict --clean
say "the site is in target/site"
