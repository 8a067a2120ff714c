#!/usr/bin/env bash
# The sample by itself; -h says what there is.
# shellcheck disable=SC2154 # arns, answer, layers and stack are those of scripts/
sample=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$sample/../.." && pwd)
# shellcheck source=../../scripts/sample.sh
. "$root/scripts/sample.sh"

readonly IMAGE=$sample/target/image # what the Dockerfile copies

# No engine is needed: the local Lambda gets the files and the settings that the image would have.
prepare_try() {
  local layer variables
  stage layer_zip
  function=$IMAGE/task
  handler=$(sed -n 's/^CMD \["\(.*\)"\]$/\1/p' "$sample/Dockerfile")
  variables=$(sed -n 's/^ENV //p' "$sample/Dockerfile")
  layer_options=(--layer "$IMAGE/opt")
  for layer in "${layers[@]}"; do
    case $layer in
    none) layer_options=() variables='' ;;
    collector) add_collector_options ;;
    esac
  done
  [ -z "$variables" ] || sample_options+=(--env "$variables")
}

# Puts the function and the layers where the Dockerfile takes them from.
# usage: stage PRINTS-A-LAYER'S-ZIP
stage() {
  local layer
  rm -rf "$IMAGE"
  mkdir -p "$IMAGE/opt/extensions"
  unpack "$sample/target/function.zip" "$IMAGE/task"
  for layer in "${layers[@]}"; do
    [ "$layer" = none ] || unpack "$("$1" "$layer")" "$IMAGE/opt"
  done
}

unpack() {
  mkdir -p "$2"
  (cd "$2" && "$(java_tool jar)" --extract --file "$1")
  # which jar leaves out
  find "$2" \( -name otel-handler -o -path '*/extensions/*' \) -type f -exec chmod +x {} +
}

# Builds and pushes the image, into a repository of the stack's.
prepare_deploy() {
  local engine image
  [ ${#arns[@]} -eq 0 ] || usage_error "deploy: an image has layers as they are built here: --layer, not --layer-arn"
  find_engine
  stage deployed_zip
  make_repository
  image=$repository:$(find "$sample/Dockerfile" "$IMAGE" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-12)
  say "building and pushing $image"
  run_engine build --platform linux/amd64 --tag "$image" "$sample"
  call_aws "the repository cannot be logged in to" ecr get-login-password
  run_engine login --username AWS --password-stdin "${repository%%/*}" <<<"$answer"
  run_engine push "$image"
  parameters+=("ImageUri=$image")
}

find_engine() {
  engine=${CONTAINER_ENGINE:-$(command -v docker || command -v podman || true)}
  [ -n "$engine" ] ||
    die "deploy: an image needs Docker or Podman: install one, or name another engine by CONTAINER_ENGINE"
  "$engine" info >/dev/null 2>&1 || die "deploy: $engine does not run, or you may not use it"
}

# Sets repository, to its address.
make_repository() {
  ask_aws ecr describe-repositories --repository-names "$(repository_name)" \
    --query 'repositories[0].repositoryUri' --output text ||
    call_aws "the repository cannot be made" ecr create-repository --repository-name "$(repository_name)" \
      --query repository.repositoryUri --output text
  repository=$answer
}

repository_name() {
  printf '%s\n' "$stack" | tr '[:upper:]' '[:lower:]'
}

# Lambda takes no image with attestations, which Docker adds by default.
run_engine() {
  BUILDX_NO_DEFAULT_ATTESTATIONS=1 "$engine" "$@" >"$work/engine" 2>&1 || {
    cat "$work/engine" >&2
    die "deploy: $engine $1 has failed; what it said is above" 1
  }
}

prepare_delete() {
  delete_if_there RepositoryNotFoundException ecr delete-repository --force --repository-name "$(repository_name)"
}

run_sample "$@"
