#!/usr/bin/env bash
# The sample's commands; -h explains them.
exec "$(dirname "${BASH_SOURCE[0]}")/../../scripts/sample.sh" async-http "$@"
