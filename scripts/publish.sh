#!/usr/bin/env bash
# Publishes a layer's zip in any regions, or deletes what it published; -h says how.
# usage: publish.sh publish|unpublish wrapper|javaagent|python|nodejs|collector-amd64|collector-arm64 [OPTION...]
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=common.sh
. "$root/scripts/common.sh"
# shellcheck source=publish-region.sh
. "$root/scripts/publish-region.sh"
# shellcheck source=layers-json.sh
. "$root/scripts/layers-json.sh"

readonly MAX_DIRECT_MB=50 # Lambda's limit for a zip that is not in S3

usage() {
  cat <<EOF2
usage: ./run.sh $word --regions all|REGION,... [OPTION...]

publish puts the zip into the AWS account of the AWS CLI's credentials, as a layer in each region, and reads
it back. What is there already is not published again, so a second run finishes what the first could not.
unpublish deletes those versions again, after it has asked.

  --regions all|REGION,...
                  all: those that the account has enabled, of the partition that it is of
  --name NAME     the layer's name, by default $name; a Collector's ends with its architecture
  --zip FILE      another zip than the one that is built
  --from FOLDER   the zip of the usual name in a folder, such as target/release
  --public        every account may use it
  --bucket BUCKET upload through S3, as zips of more than $MAX_DIRECT_MB MB must be; the bucket has to be in the region,
                  {region} in its name becomes the region's. The object is removed afterwards
  --adopt         also where versions of another origin have this name
  --dry-run       says what would be done, and changes nothing
  --sha256 HEX    unpublish: those with this sum, which layers.json has, instead of the zip's
  --yes           unpublish: does not ask
  --jobs N        so many regions at a time, by default 8
  --json FILE     where the ARNs are written, by default layers.json
  --readme FILE   where the table of the public ones is, by default docs/layer-arns.md
EOF2
}

# Sets name, zip, description, architectures and runtimes (none: any) of a layer.
look_at_layer() {
  architectures='x86_64 arm64' runtimes='java8.al2 java11 java17 java21 java25'
  case $1 in
  wrapper)
    name=opentelemetry-java-wrapper zip=$WRAPPER_LAYER
    description='OpenTelemetry for Java functions'
    ;;
  javaagent)
    name=opentelemetry-javaagent zip=$JAVAAGENT_LAYER
    description='OpenTelemetry for Java functions, by the Java agent'
    ;;
  nodejs)
    name=opentelemetry-nodejs zip=$NODEJS_LAYER runtimes='nodejs20.x nodejs22.x nodejs24.x'
    description='OpenTelemetry for Node.js functions'
    ;;
  python)
    name=opentelemetry-python zip=$PYTHON_LAYER
    description='OpenTelemetry for Python functions'
    runtimes='python3.9 python3.10 python3.11 python3.12 python3.13 python3.14'
    ;;
  collector-*)
    name=opentelemetry-$1 zip=$root/collector-layer/target/opentelemetry-collector-layer-${1#*-}.zip
    description='OpenTelemetry Collector'
    runtimes='' architectures=$(printf %s "${1#*-}" | sed 's/amd64/x86_64/')
    ;;
  esac
}

parse() {
  regions='' bucket='' sha256='' jobs=8 public='' adopt='' dry_run='' yes=''
  json=$root/layers.json readme=$root/docs/layer-arns.md
  while [ $# -gt 0 ]; do
    case $1 in
    -h | --help | help) usage && exit ;;
    --public | --adopt | --yes) printf -v "${1#--}" yes ;;
    --dry-run) dry_run=yes ;;
    --name)
      [ -n "${2-}" ] || usage_error "$word: $1: what?"
      name=$2
      # of one layer there are not two architectures
      case $layer in collector-*) name=$name-${layer#collector-} ;; esac
      shift
      ;;
    --from)
      [ -n "${2-}" ] || usage_error "$word: $1: what?"
      zip=$2/$(basename "$zip")
      shift
      ;;
    --regions | --zip | --bucket | --sha256 | --jobs | --json | --readme)
      [ -n "${2-}" ] || usage_error "$word: $1: what?"
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    *) usage_error "$word: $1: there is no such option" ;;
    esac
    shift
  done
  [ -n "$regions" ] || usage_error "$word: --regions all, or which, such as eu-central-1,us-east-1?"
  case $jobs in *[!0-9]* | 0*) usage_error "$word: --jobs $jobs: how many?" ;; esac
  case $name in *[!a-zA-Z0-9_-]*) usage_error "$word: --name $name: letters, digits, - and _ make a name" ;; esac
  [ ${#name} -le 140 ] || usage_error "$word: --name $name: at most 140 characters make a name"
}

# Sets sha256 in hexadecimal digits, and code_sha256 as Lambda has it.
look_at_zip() {
  if [ -z "$sha256" ]; then
    [ -f "$zip" ] || die "$zip: there is no such file" 2
    sha256=$(sha256_of "$zip")
  fi
  [[ $sha256 =~ ^[0-9a-f]{64}$ ]] || usage_error "$word: --sha256 $sha256: 64 hexadecimal digits make a sum"
  # shellcheck disable=SC2059 # bytes are written as a format
  code_sha256=$(printf "$(printf %s "$sha256" | sed 's/../\\x&/g')" | base64 | tr -d '\n')
  [ "$word" = publish ] || return 0
  print_layer_size "$zip"
  [ -n "$bucket" ] || [ "$(wc -c <"$zip")" -le $((MAX_DIRECT_MB * 1024 * 1024)) ] ||
    die "the zip is larger than the $MAX_DIRECT_MB MB that can be uploaded directly: name a bucket by --bucket" 2
}

# Sets partition, account and region_list, by what the credentials are of.
look_at_account() {
  local identity region all
  command -v aws >/dev/null || die "no AWS CLI: install it, and put it on the PATH"
  region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
  [ "$regions" = all ] || region=${regions%%,*}
  region=${region:-us-east-1}
  identity=$(aws sts get-caller-identity --region "$region" --query Arn --output text 2>&1) ||
    die "the AWS CLI cannot sign in to $region: $(last_line "$identity")"
  partition=$(printf %s "$identity" | cut -d : -f 2)
  account=$(printf %s "$identity" | cut -d : -f 5)
  if [ "$regions" = all ]; then
    all=$(aws ec2 describe-regions --region "$region" --query 'Regions[].RegionName' --output text 2>&1) ||
      die "the account's regions cannot be listed: $(last_line "$all"); name them by --regions"
    region_list=$(printf '%s\n' "$all" | tr '\t' '\n' | of_partition)
  else
    region_list=$(printf '%s\n' "$regions" | tr ',' '\n')
    all=$(printf '%s\n' "$region_list" | of_partition)
    [ "$region_list" = "$all" ] ||
      die "the credentials are of the partition $partition, which has not all of the regions $regions" 2
  fi
  total=$(printf '%s\n' "$region_list" | wc -l | tr -d ' ')
}

# The lines that are regions of the partition; each account belongs to one.
of_partition() {
  case $partition in
  aws-us-gov) grep '^us-gov-' ;;
  aws-cn) grep '^cn-' ;;
  aws) grep -vE '^(cn|us-gov|us-iso[a-z]*|eu-isoe|eusc)-' ;;
  aws-eusc) grep '^eusc-' ;;
  *) cat ;;
  esac || true
}

# Runs a function for each region, several at a time.
in_regions() {
  local region
  for region in $region_list; do
    while [ "$(jobs -pr | wc -l)" -ge "$jobs" ]; do sleep 0.1; done
    "$1" "$region" &
  done
  wait
}

interrupted() {
  local pids
  pids=$(jobs -p)
  # shellcheck disable=SC2086 # they are several
  [ -z "$pids" ] || kill $pids 2>/dev/null || true
  say "interrupted: what was under way may be there or not, and the same command finishes it"
  finish || true
  exit 130
}

# Writes down what is there now, and says what is not.
finish() {
  local failed region
  [ -n "$dry_run" ] || write_layers_json
  failed=$(for region in $region_list; do [ -e "$work/$region.done" ] || printf ' %s' "$region"; done)
  [ -z "$failed" ] && return
  for region in $failed; do
    say "$region: $(cat "$work/$region.error" 2>/dev/null || echo "not finished")"
  done
  say "failed in:$failed; the same command does what is missing"
  return 1
}

ask() {
  local answer='' arns
  arns=$(cat "$work"/*.arns)
  if [ -z "$arns" ]; then
    say "there is nothing to delete"
    exit
  fi
  [ -z "$yes$dry_run" ] || return 0
  say "$arns"
  say "Functions that have them keep them, but cannot be given them again."
  printf 'Delete these layer versions? (yes/no) ' >&2
  read -r answer || true
  [ "$answer" = yes ] || die "nothing was deleted" 1
}

word=$1 layer=$2
shift 2
look_at_layer "$layer"
parse "$@"
look_at_zip
look_at_account
mkdir -p "$root/target"
work=$(mktemp -d "$root/target/$word-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap interrupted INT TERM
say "$word: $name, sha256 $sha256, account $account, $total region$([ "$total" = 1 ] || echo s)${dry_run:+, dry run}"
if [ "$word" = unpublish ]; then
  in_regions find_to_delete
  finish || exit 1
  ask
  rm -f "$work"/*.done
  in_regions delete_region
else
  in_regions publish_region
fi
finish
