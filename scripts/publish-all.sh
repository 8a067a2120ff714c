# Sourced by all.sh: how all layers are published, and collected for a release.
# shellcheck shell=bash

: "${root:?}"

# Each layer in turn, whatever becomes of the others.
# usage: publish_all publish|unpublish [OPTION...]
publish_all() {
  local command=$1 layer status=0 missing
  shift
  case " $* " in
  *' -h '* | *' --help '*) exec "$root/wrapper-layer/run.sh" "$command" -h ;;
  *' --name '* | *' --zip '* | *' --sha256 '*)
    usage_error "$command: --name, --zip and --sha256 are for one layer: use its own run.sh"
    ;;
  esac
  for layer in wrapper javaagent $OTHER_LAYERS; do
    missing=''
    case " $layer $OTHER_LAYERS $* " in
    *' --from '*) ;;
    *" $layer "*" $layer "*) missing=$("$root/$layer-layer/run.sh" missing) ;;
    esac
    if [ -n "$missing" ]; then
      [ -z "${CI-}" ] || die "$missing: the $layer layer cannot be built" 1
      say "$missing; the $layer layer is left out"
    else
      "$root/$layer-layer/run.sh" "$command" "$@" || status=$?
      [ $status -ne 2 ] || exit 2 # what is wrong for one is so for all
    fi
  done
  return $status
}

# Builds what a release consists of, and collects it.
release() {
  [ $# -gt 0 ] || usage_error "release: which version?"
  build_if_needed
  for_other_layers release
  tools release "$@"
}
