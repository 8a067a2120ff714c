# Sourced by sample.sh: deploys a sample by CloudFormation, invokes and deletes it, with the AWS CLI alone.
# shellcheck shell=bash
# shellcheck disable=SC2154 # root, sample, name, word and work are sample.sh's
# shellcheck disable=SC2034 # some of these are for the samples

readonly MAX_BUCKET_NAME=63 # letters, says S3

deploy_sample() {
  local parameters=()
  endpoint=${OTEL_EXPORTER_OTLP_ENDPOINT-} headers=${OTEL_EXPORTER_OTLP_HEADERS-}
  layers=() arns=()
  parse_options --endpoint --headers --layer --layer-arn -- "$@"
  [ -n "$endpoint" ] ||
    usage_error "deploy: where does what the function reports go? --endpoint URL or OTEL_EXPORTER_OTLP_ENDPOINT"
  check_layers
  connect
  build_function
  [[ " ${layers[*]-} " != *" collector "* ]] || build_deployed_collector
  parameters=("OtlpEndpoint=$endpoint" "OtlpHeaders=$headers")
  make_bucket
  prepare_deploy
  deploy_stack
  print_outputs
}

# usage: parse_options OPTION... -- ARGUMENT...
parse_options() {
  local known=" --region --stack "
  region='' stack=${STACK_NAME:-otel-sample-$name}
  while [ "$1" != -- ]; do known+="$1 " && shift; done
  shift
  while [ $# -gt 0 ]; do
    [[ $known == *" $1 "* ]] || usage_error "$word: $1: there is no such option"
    [ $# -ge 2 ] || usage_error "$word: $1: what?"
    case $1 in
    --region) region=$2 ;;
    --stack) stack=$2 ;;
    --endpoint) endpoint=$2 ;;
    --headers) headers=$2 ;;
    --layer) layers+=("$2") ;;
    --layer-arn) arns+=("$2") ;;
    esac
    shift 2
  done
}

check_layers() {
  local layer
  [ $((${#layers[@]} + ${#arns[@]})) -gt 0 ] || layers=("$default_layer")
  for layer in ${layers[@]+"${layers[@]}"}; do
    [ -n "$(layer_zip "$layer")" ] || usage_error "deploy: --layer $layer: there are wrapper, javaagent and collector"
  done
  [ "${layers[*]-} ${#arns[@]}" != "collector 0" ] ||
    usage_error "deploy: the Collector traces nothing by itself: --layer wrapper or --layer javaagent, too"
  [[ " ${layers[*]-} " != *" collector "* ]] || [ -z "$headers" ] ||
    usage_error "deploy: the Collector as it is built here sends no headers: publish one for your config, and --layer-arn"
}

# Sets region and account, and checks that AWS can be asked.
connect() {
  command -v aws >/dev/null || die "$word: no AWS CLI: install it, and put it on the PATH"
  make_work_folder
  export AWS_PAGER='' AWS_REGION AWS_DEFAULT_REGION
  region=${region:-${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}}
  [ -n "$region" ] || usage_error "$word: in which region? --region REGION or AWS_REGION"
  AWS_REGION=$region AWS_DEFAULT_REGION=$region
  call_aws "AWS cannot be asked" sts get-caller-identity --query Account --output text
  account=$answer
  bucket=$(printf '%s' "$stack-$account-$region" | tr '[:upper:]' '[:lower:]')
  [ ${#bucket} -le $MAX_BUCKET_NAME ] ||
    usage_error "$word: --stack $stack: the name is $((${#bucket} - MAX_BUCKET_NAME)) letters too long for a bucket's"
}

# Runs the AWS CLI and sets answer, or ends with what it says, in one line.
# usage: call_aws WHAT-IT-MEANS-IF-IT-FAILS ARGUMENT...
call_aws() {
  local meaning=$1
  shift
  ask_aws "$@" || die "$word: $meaning: $(aws_error)" 1
}

# The same, but returns whether it has worked.
# usage: ask_aws ARGUMENT...
ask_aws() {
  answer=$(aws "$@" 2>"$work/error")
}

aws_error() {
  tr '\n' ' ' <"$work/error" | sed -E 's/^ +| +$//g
    s/.*An error occurred \(([^)]+)\) when calling the [A-Za-z]+ operation[^:]*: /\1: /'
}

# CloudFormation takes the code from there, again if it has to roll back, so it stays as long as the stack.
make_bucket() {
  ask_aws s3 mb "s3://$bucket" || [[ $(aws_error) == *BucketAlreadyOwnedByYou* ]] ||
    die "deploy: the bucket $bucket cannot be made: $(aws_error)" 1
}

deploy_stack() {
  local packaged=$work/packaged.yaml
  write_template
  say "uploading to the bucket $bucket"
  call_aws "the code cannot be uploaded" cloudformation package \
    --template-file "$sample/target/template-$region.yaml" --s3-bucket "$bucket" --output-template-file "$packaged"
  delete_failed_stack
  say "deploying the stack $stack in $region"
  ask_aws cloudformation deploy --stack-name "$stack" --template-file "$packaged" \
    --capabilities CAPABILITY_IAM --no-fail-on-empty-changeset --parameter-overrides "${parameters[@]}" ||
    die "deploy: the stack $stack has failed: $(first_failure). ./run.sh delete removes what is left of it" 1
}

# Writes the template as it is deployed, beside the function's zip: with the layers in the place of LayerArn, if it has that.
write_template() {
  local items='' resources='' layer id own=()
  ! grep -q LayerArn "$TEMPLATE" || own=(${layers[@]+"${layers[@]}"})
  for layer in ${own[@]+"${own[@]}"}; do
    id=$(printf '%s' "${layer:0:1}" | tr '[:lower:]' '[:upper:]')${layer:1}Layer
    items+="        - !Ref $id"$'\n'
    resources+=$(layer_resource "$id" "$layer")$'\n\n'
  done
  for layer in ${arns[@]+"${arns[@]}"}; do items+="        - $layer"$'\n'; done
  items=$items resources=$resources awk '
    /^  [^ ]/ { dropped = $0 == "  LayerArn:" }
    dropped { next }
    /!Ref LayerArn$/ { printf "%s", ENVIRON["items"]; next }
    { print }
    /^Resources:$/ { printf "%s", ENVIRON["resources"] }' "$TEMPLATE" |
    sed "s|Code: target/|Code: |" >"$sample/target/template-$region.yaml"
  # the function reports to the Collector, and that to the endpoint
  [[ " ${layers[*]-} " != *" collector "* ]] ||
    sed -i 's/OTEL_EXPORTER_OTLP_ENDPOINT:/OTEL_LAMBDA_COLLECTOR_ENDPOINT:/' "$sample/target/template-$region.yaml"
}

layer_resource() {
  cat <<END
  $1:
    Type: AWS::Lambda::LayerVersion
    Properties:
      LayerName: !Sub \${AWS::StackName}-$2
      Description: The OpenTelemetry layer $2, as it was built for this stack.
      LicenseInfo: Apache-2.0
      Content: $(deployed_zip "$2")
END
}

# The templates' functions are of x86-64, whatever this machine is.
deployed_zip() {
  layer_zip "$1" | sed 's/-arm64.zip$/-amd64.zip/'
}

build_deployed_collector() {
  [ -n "${NO_BUILD-}" ] || "$root/collector-layer/run.sh" build --arch amd64 >&2
}

# A stack whose creation has failed takes no other template.
delete_failed_stack() {
  find_stack
  [ "$status" != ROLLBACK_COMPLETE ] || delete_stack
}

# Sets status, to nothing where there is no such stack.
find_stack() {
  status=''
  if ask_aws cloudformation describe-stacks --stack-name "$stack" --query 'Stacks[0].StackStatus' --output text; then
    status=$answer
  elif [[ $(aws_error) != *"does not exist"* ]]; then
    die "$word: the stack $stack cannot be looked at: $(aws_error)" 1
  fi
}

# Why the stack's last operation has failed: its first event that says so, or else what the CLI says.
first_failure() {
  local said
  said=$(aws_error)
  ask_aws cloudformation describe-stack-events --stack-name "$stack" --output text \
    --query 'StackEvents[].[ResourceType,ResourceStatus,LogicalResourceId,ResourceStatusReason]' || answer=''
  printf '%s\n' "$answer" | awk -F '\t' -v said="$said" '
    $1 == "AWS::CloudFormation::Stack" && $2 ~ /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/ { older = 1 }
    !older && $2 ~ /_FAILED$/ && $4 != "None" { reason = $3 ": " $4 }
    END { print reason == "" ? said : reason }' | sed 's/\.*$//'
}

print_outputs() {
  local function
  function=$(deployed_function)
  call_aws "the stack $stack cannot be looked at" cloudformation describe-stacks --stack-name "$stack" --output text \
    --query 'Stacks[0].Outputs[].[OutputKey,OutputValue,Description]'
  printf '%s\n' "$answer" | awk -F '\t' 'NF > 2 { print $1 ": " $2 " (" $3 ")" }'
  cat <<END
invoke it:     ${sample#"$PWD"/}/run.sh invoke --region $region --stack $stack
its traces:    in the backend behind $endpoint, of the service $function
delete it all: ${sample#"$PWD"/}/run.sh delete --region $region --stack $stack
END
}

# Prints the function's name, and nothing where the stack has no function, or does not exist.
deployed_function() {
  ask_aws cloudformation describe-stack-resource --stack-name "$stack" --logical-resource-id Function \
    --query StackResourceDetail.PhysicalResourceId --output text || answer=''
  printf '%s\n' "$answer"
}

invoke_sample() {
  local function error log request
  parse_options -- "$@"
  connect
  find_stack
  [ -n "$status" ] || die "invoke: there is no stack $stack in $region: ./run.sh deploy makes it" 1
  function=$(deployed_function)
  [ -n "$function" ] || die "invoke: the stack $stack in $region has no function: ./run.sh deploy makes it" 1
  call_aws "$function cannot be invoked" lambda invoke --function-name "$function" --log-type Tail \
    --payload "fileb://$EVENT" --query '[FunctionError,LogResult]' --output text "$work/response"
  read -r error log <<<"$answer"
  cat "$work/response" && echo
  request=$(printf '%s' "$log" | base64 -d 2>/dev/null | sed -n 's/^START RequestId: \([^ ]*\).*/\1/p') || true
  [ -z "$request" ] || say "its span has faas.invocation_id = $request"
  [ "$error" = None ] || die "invoke: the function has failed: $error" 1
}

delete_sample() {
  local function
  parse_options -- "$@"
  connect
  find_stack
  if [ -n "$status" ]; then
    function=$(deployed_function)
    delete_stack
    # Lambda has made it, not the stack
    [ -z "$function" ] || delete_if_there ResourceNotFoundException logs delete-log-group --log-group-name "/aws/lambda/$function"
  elif ! ask_aws s3api head-bucket --bucket "$bucket" --expected-bucket-owner "$account"; then
    die "delete: there is no stack $stack in $region" 1
  fi
  prepare_delete
  delete_if_there NoSuchBucket s3 rb --force "s3://$bucket"
  say "deleted: nothing of $stack is left in $region"
}

delete_stack() {
  say "deleting the stack $stack in $region"
  call_aws "the stack $stack cannot be deleted" cloudformation delete-stack --stack-name "$stack"
  ask_aws cloudformation wait stack-delete-complete --stack-name "$stack" ||
    die "$word: the stack $stack cannot be deleted: $(first_failure)" 1
}

# usage: delete_if_there ERROR-THAT-SAYS-IT-IS-NOT ARGUMENT...
delete_if_there() {
  local missing=$1
  shift
  ask_aws "$@" || [[ $(aws_error) == *"$missing"* ]] || die "delete: $1 ${*: -1} cannot be deleted: $(aws_error)" 1
}
