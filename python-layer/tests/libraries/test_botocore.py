"""boto3's calls, service by service."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator

import pytest

import servers
from conftest import VERSIONS, install, version_of, versions
from environment import Environment
from reference import Described, described, reference, renamed, without

Start = Callable[..., Environment]

BEGIN = """
import json, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
os.environ.update(AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_DEFAULT_REGION="eu-central-1")
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

def client(name):
    config = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0})
    return boto3.client(name, endpoint_url="http://" + os.environ["AWS"], config=config)

"""

# what tests have left in the server is told apart by the names of the function's run
SERVICES = {
    "dynamodb": """
def handler(event, context):
    aws, name = client("dynamodb"), os.environ["NAME"]
    keys = [{"AttributeName": "id", "KeyType": "HASH"}]
    definitions = [{"AttributeName": each, "AttributeType": "S"} for each in ("id", "of")]
    throughput = {"ReadCapacityUnits": 2, "WriteCapacityUnits": 3}
    index = {"IndexName": "by-of", "KeySchema": [{"AttributeName": "of", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}
    aws.create_table(TableName=name, KeySchema=keys, AttributeDefinitions=definitions, ProvisionedThroughput=throughput,
        GlobalSecondaryIndexes=[{**index, "ProvisionedThroughput": throughput}])
    aws.put_item(TableName=name, Item={"id": {"S": "1"}, "of": {"S": "a secret"}}, ReturnConsumedCapacity="TOTAL")
    aws.get_item(TableName=name, Key={"id": {"S": "1"}}, ConsistentRead=True, ProjectionExpression="id")
    aws.batch_get_item(RequestItems={name: {"Keys": [{"id": {"S": "1"}}]}})
    aws.scan(TableName=name, Limit=5, Segment=0, TotalSegments=1, Select="ALL_ATTRIBUTES")
    aws.query(TableName=name, IndexName="by-of", ScanIndexForward=False, KeyConditionExpression="#o = :o",
        ExpressionAttributeNames={"#o": "of"}, ExpressionAttributeValues={":o": {"S": "x"}})
    aws.update_table(TableName=name, AttributeDefinitions=definitions, ProvisionedThroughput=throughput)
    aws.list_tables(Limit=1, ExclusiveStartTableName="aaa")
    try:
        aws.get_item(TableName="missing", Key={"id": {"S": "1"}})
    except aws.exceptions.ResourceNotFoundException as error:
        return error.response["Error"]["Code"]
""",
    "s3": """
def handler(event, context):
    aws, name = client("s3"), os.environ["NAME"]
    aws.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    aws.put_object(Bucket=name, Key="a/b", Body=b"text")
    text = aws.get_object(Bucket=name, Key="a/b")["Body"].read().decode()
    aws.copy_object(Bucket=name, Key="c", CopySource=name + "/a/b")
    try:
        aws.get_object(Bucket=name, Key="missing")
    except ClientError as error:
        return [text, error.response["Error"]["Code"]]
""",
    "sqs": """
def handler(event, context):
    aws = client("sqs")
    url = aws.create_queue(QueueName=os.environ["NAME"])["QueueUrl"]
    own = {"own": {"DataType": "String", "StringValue": "v"}}
    aws.send_message(QueueUrl=url, MessageBody="x", MessageAttributes=own)
    aws.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": "y"}])
    bodies = []
    for _ in range(2):
        (message,) = aws.receive_message(QueueUrl=url, MaxNumberOfMessages=1)["Messages"]
        bodies.append(message["Body"])
        aws.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [sorted(bodies), own]
""",
    "sns": """
def handler(event, context):
    aws = client("sns")
    topic = aws.create_topic(Name=os.environ["NAME"])["TopicArn"]
    aws.publish(TopicArn=topic, Message="x")
    aws.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[{"Id": "1", "Message": "y"}])
    aws.publish(PhoneNumber="+491701234567", Message="z")
""",
    "lambda": """
def handler(event, context):
    aws = client("lambda")
    answers = []
    for name in ("orders", "orders:live", "arn:aws:lambda:eu-central-1:123456789012:function:orders:7"):
        answers.append(aws.invoke(FunctionName=name, Payload=b"{}")["StatusCode"])
    return answers
""",
    "events": """
def handler(event, context):
    entry = {"Source": "shop", "DetailType": "order", "Detail": "{}"}
    return client("events").put_events(Entries=[entry])["FailedEntryCount"]
""",
    "stepfunctions": """
def handler(event, context):
    aws = client("stepfunctions")
    states = {"StartAt": "end", "States": {"end": {"Type": "Succeed"}}}
    role = "arn:aws:iam::123456789012:role/role"
    machine = aws.create_state_machine(name=os.environ["NAME"], definition=json.dumps(states), roleArn=role)["stateMachineArn"]
    aws.start_execution(stateMachineArn=machine, input="{}")
    aws.create_activity(name=os.environ["NAME"])
    return machine.rpartition(":")[2] == os.environ["NAME"]
""",
    "kinesis": """
def handler(event, context):
    aws, name = client("kinesis"), os.environ["NAME"]
    aws.create_stream(StreamName=name, ShardCount=1)
    return aws.put_record(StreamName=name, Data=b"x", PartitionKey="1")["ShardId"]
""",
    "secretsmanager": """
def handler(event, context):
    aws, name = client("secretsmanager"), os.environ["NAME"]
    arn = aws.create_secret(Name=name, SecretString="a secret")["ARN"]
    return [aws.get_secret_value(SecretId=each)["SecretString"] for each in (name, arn)]
""",
    "bedrock-runtime": """
def handler(event, context):
    aws = client("bedrock-runtime")
    answers = []
    claude, titan, nova = "anthropic.claude-3-haiku", "amazon.titan-text-lite", "amazon.nova-lite"
    asked = [{"role": "user", "content": [{"text": "a secret"}]}]
    config = {"maxTokens": 9, "temperature": 0.5, "topP": 0.25, "stopSequences": ["."]}
    if hasattr(aws, "converse"):
        answers.append(aws.converse(modelId=claude, messages=asked, inferenceConfig=config)["stopReason"])
        with_stream = aws.converse_stream(modelId=claude, messages=asked, inferenceConfig=config)
        answers += [sorted(each) for each in with_stream["stream"]]
    of_claude = {"max_tokens": 9, "temperature": 0.5, "top_p": 0.25, "stop_sequences": ["."], "messages": asked}
    of_titan = {"inputText": "a secret", "textGenerationConfig": {"maxTokenCount": 9, "temperature": 0.5}}
    of_nova = {"messages": asked, "inferenceConfig": {"max_new_tokens": 9, "topP": 0.25}}
    for model, body in ((claude, of_claude), (titan, of_titan), (nova, of_nova)):
        answers.append(json.loads(aws.invoke_model(modelId=model, body=json.dumps(body))["body"].read()))
    streamed = aws.invoke_model_with_response_stream(modelId=claude, body=json.dumps(of_claude).encode())
    answers += [each["chunk"]["bytes"].decode() for each in streamed["body"]]
    try:
        aws.invoke_model(modelId="missing", body=b"no json")
    except ClientError as error:
        answers.append(error.response["Error"]["Message"])
    return answers
""",
}

MOTO = ("moto[server,dynamodb,sqs,sns,s3,events,stepfunctions,kinesis,secretsmanager]==5.2.5",)


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with servers.aws(sys.executable, install(sys.executable, *MOTO)) as address:
        yield address


@pytest.fixture(scope="module")
def models() -> Iterator[str]:
    with servers.models() as port:
        yield f"127.0.0.1:{port}"


NOW = {
    "http.status_code": "http.response.status_code",
    "db.operation": "db.operation.name",
    "messaging.destination": "messaging.destination.name",
    "aws.queue_url": "aws.sqs.queue.url",
    "gen_ai.system": "gen_ai.provider.name",
}
"""What the reference calls by names that the conventions had before."""

OTHERS = (
    # the reference's, beside the names of today; the name of a topic is its ARN there
    *("db.system", "net.peer.name", "retry_attempts", "messaging.url", "messaging.destination_kind"),
    # with other values in the conventions, or in each call
    *(
        "messaging.system",
        "messaging.message.id",
        "messaging.destination.name",
        "aws.request_id",
        "error.type",
    ),
    # the conventions', which the reference lacks
    *("db.system.name", "db.collection.name", "aws.extended_request_id", "messaging.batch.message_count"),
    *("messaging.operation.type", "messaging.operation.name"),
    *("aws.s3.bucket", "aws.s3.key", "aws.s3.copy_source", "aws.kinesis.stream_name"),
)
"""Attributes that are not compared."""

OTHERS_OF_CALLS = {
    "DynamoDB.Query": (
        "aws.dynamodb.count",
        "aws.dynamodb.scanned_count",
    ),  # which the reference has for scans
    # read from the body by the reference, which puts another in its place; tokens are in the headers, too
    "Bedrock Runtime.InvokeModel": (
        *("gen_ai.response.finish_reasons", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"),
    ),
}


@pytest.mark.parametrize("version", versions("boto3", oldest=True))
@pytest.mark.parametrize("service", SERVICES)
def test_calls_have_the_spans_of_the_reference(
    function: Start, python: str, service: str, version: str, aws: str, models: str
) -> None:
    if service == "bedrock-runtime" and version == VERSIONS["boto3"][0]:
        pytest.skip("the oldest release does not know the service")
    library = [f"boto3=={version}"]
    server = models if service in ("lambda", "bedrock-runtime") else aws
    code = BEGIN + SERVICES[service]
    name = f"n{service}-{version}-{version_of(python)}".replace(".", "-")
    variables = {"PACKAGES": install(python, *library), "AWS": server}
    environment = function(code, {**variables, "NAME": name}, timeout=60)
    bare = function(code, {**variables, "NAME": f"{name}-bare"}, layer=None, timeout=60)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    assert invocation.body == bare.invoke().body
    own = {"AWS": server, "NAME": f"{name}-reference"}
    answer, expected = reference(code, library, "botocore", "BotocoreInstrumentor", own)
    assert json.loads(invocation.body) == answer
    spans = described(environment.backend.spans)
    assert "a secret" not in str(spans)
    assert [comparable(each) for each in spans] == [comparable(each) for each in renamed(expected, NOW)]
    assert environment.log == bare.log


def comparable(span: Described) -> Described:
    """Returns a span of either as both could have it."""
    name, kind, values, status = span
    call = f"{values['rpc.service']}.{values['rpc.method']}"
    if call.startswith("SQS.SendMessage"):
        kind = 3  # what sends is a producer, which the reference has for SNS
    if call.startswith("SNS.Publish") or values.get("gen_ai.request.model") == "missing":
        name = call  # the reference has `TOPIC send`, and the name of other calls where a body is no JSON
    left_out = OTHERS + OTHERS_OF_CALLS.get(call, ())
    ((_, _, values, _),) = without([span], *left_out)
    text = json.dumps(values).replace("-reference", "")
    text = re.sub(r'(:secret:[^"]+)-\w{6}"', r'\1"', text)  # what makes secrets unique
    return name, kind, json.loads(text), status
