# Sourced by publish.sh: what is done in one region. Each step looks first, so that all can be done again.
# A region leaves REGION.done in $work when all is well, else REGION.error.
# shellcheck shell=bash
# shellcheck disable=SC2154 # the settings are publish.sh's

readonly ATTEMPTS=3

publish_region() {
  with_attempts "$1" publish_once
}

delete_region() {
  with_attempts "$1" delete_once
}

find_to_delete() {
  with_attempts "$1" find_arns_once
}

# usage: with_attempts REGION FUNCTION
with_attempts() {
  local attempt region=$1
  for attempt in $(seq $ATTEMPTS); do
    "$2" "$region" && touch "$work/$region.done" && return
    is_final && return
    [ "$attempt" = $ATTEMPTS ] || { say "$region: $(cat "$work/$region.error"); trying again" && sleep "$attempt"; }
  done
}

# Whether another attempt would fail in the same way.
is_final() {
  grep -qE 'AccessDenied|NoSuchBucket|InvalidClientTokenId|UnrecognizedClient|ExpiredToken|InvalidParameterValue|OptInRequired|another origin|has the sum' \
    "$work/$region.error" 2>/dev/null
}

# Runs the AWS CLI in the region; what fails is described by its last line.
# usage: aws_in REGION WORD...
aws_in() {
  local region=$1 output
  shift
  if output=$(aws --region "$region" --output text "$@" 2>"$work/$region.stderr"); then
    printf '%s\n' "$output"
  else
    last_line "$(cat "$work/$region.stderr")" >"$work/$region.error"
    return 1
  fi
}

last_line() {
  printf '%s\n' "$1" | grep . | tail -n 1 || true
}

fail() {
  printf '%s\n' "$2" >"$work/$1.error"
  return 1
}

publish_once() {
  local region=$1 arn how='is there'
  find_arn "$region" || return
  if [ -z "$arn" ]; then
    if [ -n "$dry_run" ]; then
      say "$region: $name would be published${public:+ and made public}"
      return
    fi
    upload "$region" || return
    how=published
  fi
  verify "$region" "$arn" || return
  share "$region" "$arn" || return
  touch "$work/$region.done"
  say "[$(find "$work" -name '*.done' | wc -l | tr -d ' ')/$total] $region: $how: $arn"
}

# Sets arn to the version that is this zip, or to nothing. A description names the sum, as a list of versions has no other.
find_arn() {
  local versions
  versions=$(list "$1") || return
  arn=$(printf '%s\n' "$versions" | awk -F '\t' -v sum="sha256:$sha256" 'index($2, sum) && !found { print $1; found = 1 }')
  [ -z "$arn" ] && [ -n "$versions" ] && [ -z "$adopt" ] || return 0
  case $versions in *sha256:*) ;; *)
    fail "$1" "there is a layer $name of another origin, $(printf '%s\n' "$versions" | awk 'NR == 1 { print $1 }'): choose another --name, or say --adopt"
    ;;
  esac
}

# The ARN and the description of each version, the newest first.
list() {
  local versions
  versions=$(aws_in "$1" lambda list-layer-versions --layer-name "$name" --query 'LayerVersions[].[LayerVersionArn,Description]') ||
    grep -q ResourceNotFound "$work/$1.error" || return
  printf '%s\n' "$versions" | grep ^arn: || true
}

# Sets arn.
upload() {
  local region=$1 content=(--zip-file "fileb://$zip") in_bucket key=$sha256.zip status=0
  if [ -n "$bucket" ]; then
    in_bucket=${bucket//\{region\}/$region}
    content=(--content "S3Bucket=$in_bucket,S3Key=$key")
    aws_in "$region" s3api put-object --bucket "$in_bucket" --key "$key" --body "$zip" >/dev/null || {
      printf 'nothing was published, as the bucket %s takes nothing: %s\n' "$in_bucket" "$(cat "$work/$region.error")" >"$work/$region.error"
      return 1
    }
  fi
  # shellcheck disable=SC2086 # lists
  arn=$(aws_in "$region" lambda publish-layer-version --layer-name "$name" "${content[@]}" --description "$description sha256:$sha256" \
    --license-info Apache-2.0 ${runtimes:+--compatible-runtimes $runtimes} --compatible-architectures $architectures --query LayerVersionArn) ||
    status=1
  if [ -n "$bucket" ]; then
    aws --region "$region" s3api delete-object --bucket "$in_bucket" --key "$key" >/dev/null 2>&1 ||
      say "$region: s3://$in_bucket/$key could not be removed"
  fi
  return $status
}

verify() {
  local region=$1 found
  found=$(aws_in "$region" lambda get-layer-version-by-arn --arn "$2" --query Content.CodeSha256) ||
    { fail "$region" "$2 is there, but cannot be read back: $(cat "$work/$region.error")" || return; }
  [ "$found" = "$code_sha256" ] || fail "$region" "$2 has the sum $found instead of $code_sha256: delete it, it is not this zip"
}

# Makes the version public where that is asked for.
share() {
  local region=$1 arn=$2
  if is_public "$region" "$arn"; then
    record "$region" "$arn" true
    return
  fi
  record "$region" "$arn" false
  [ -n "$public" ] || return 0
  if [ -n "$dry_run" ]; then
    say "$region: $arn would be made public"
    return
  fi
  if allow_all "$region" "$arn" && is_public "$region" "$arn"; then
    record "$region" "$arn" true
  else
    fail "$region" "$arn is published, but not public: $(cat "$work/$region.error")"
  fi
}

allow_all() {
  aws_in "$1" lambda add-layer-version-permission --layer-name "$name" --version-number "${2##*:}" \
    --statement-id public --principal '*' --action lambda:GetLayerVersion >/dev/null
}

is_public() {
  local policy
  policy=$(aws_in "$1" lambda get-layer-version-policy --layer-name "$name" --version-number "${2##*:}" --query Policy) || return
  case ${policy// /} in *'"Principal":"*"'*) ;; *) return 1 ;; esac
}

find_arns_once() {
  local region=$1 versions
  versions=$(list "$region") || return
  printf '%s\n' "$versions" | awk -F '\t' -v sum="sha256:$sha256" 'index($2, sum) { print $1 }' >"$work/$region.arns"
}

delete_once() {
  local region=$1 arn
  while read -r arn; do
    if [ -n "$dry_run" ]; then
      say "$region: $arn would be deleted"
      continue
    fi
    aws_in "$region" lambda delete-layer-version --layer-name "$name" --version-number "${arn##*:}" >/dev/null ||
      { fail "$region" "$arn is still there: $(cat "$work/$region.error")" || return; }
    forget "$region" "$arn"
    say "$region: deleted: $arn"
  done <"$work/$region.arns"
}
