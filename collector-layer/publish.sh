# Sourced by run.sh, with its functions: how the layer of each architecture is published.
# shellcheck shell=bash

# usage: publish publish|unpublish [--arch ARCHITECTURE] [OPTION...]
publish() {
  local command=$1 architectures='amd64 arm64' architecture status=0
  shift
  if [ "${1-}" = --arch ]; then
    case ${2-} in
    amd64 | arm64) architectures=$2 ;;
    *) usage_error "$command --arch ${2-}: amd64 or arm64?" ;;
    esac
    shift 2
  fi
  build_tools_if_needed
  for architecture in $architectures; do
    case " $* " in
    *' --zip '* | *' --from '* | *' --sha256 '* | *' -h '* | *' --help '*) ;;
    *) [ -n "${NO_BUILD-}" ] || picker build --arch "$architecture" ;;
    esac
    tools "$command" "collector-$architecture" "$@" || status=$?
  done
  return $status
}
