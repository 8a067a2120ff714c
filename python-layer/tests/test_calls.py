"""Calls by libraries, as the function makes them."""

from __future__ import annotations

import json
from collections.abc import Callable

from conftest import VERSIONS, install
from environment import Environment, attributes

Start = Callable[..., Environment]

URLLIB = """
import os, urllib.error, urllib.request

BASE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

def handler(event, context):
    request = urllib.request.Request(BASE + "/v1/none?token=x", b"{}", {"own": "header"})
    answers = [urllib.request.urlopen(request).status, request.headers, sorted(request.unredirected_hdrs)]
    try:
        urllib.request.urlopen(BASE + "/missing")
    except urllib.error.HTTPError as error:
        answers.append([error.code, error.read().decode()])
    try:
        urllib.request.urlopen("http://127.0.0.1:1/nobody")
    except urllib.error.URLError as error:
        answers.append(str(error))
    with urllib.request.urlopen("data:text/plain,abc") as response:
        answers.append(response.read().decode())
    return answers
"""


def test_urllib_is_traced_and_answers_the_same(function: Start) -> None:
    bare = function(URLLIB, layer=None)
    environment = function(URLLIB)
    expected = bare.invoke().body
    assert environment.invoke().body == expected
    assert json.loads(expected)[4] == "<urlopen error [Errno 111] Connection refused>"
    spans = environment.backend.spans
    assert [span.name for span in spans] == ["POST", "GET", "GET", "my-function"]
    posted, missing, refused, invocation = spans
    host, _, port = environment.address.partition(":")
    assert attributes(posted) == {
        "http.request.method": "POST",
        "url.full": f"http://{environment.address}/v1/none?token=REDACTED",
        "server.address": host,
        "server.port": int(port),
        "http.response.status_code": 200,
        "network.protocol.version": "1.1",
    }
    assert {span.parent_span_id for span in spans[:3]} == {invocation.span_id}
    assert (missing.status.code, attributes(missing)["error.type"], len(missing.events)) == (2, "404", 0)
    assert attributes(refused)["error.type"] == "urllib.error.URLError"
    headers = next(
        headers for path, headers, _ in environment.backend.requests if path.startswith("/v1/none")
    )
    assert headers["traceparent"] == f"00-{posted.trace_id.hex()}-{posted.span_id.hex()}-01"


def test_library_that_was_looked_for_before_is_traced(function: Start) -> None:
    code = (
        "import importlib.util\n"
        "found = importlib.util.find_spec('urllib.request')\n"
        "def handler(event, context):\n"
        "    import urllib.request\n"
        "    try: urllib.request.urlopen('http://127.0.0.1:1/')\n"
        "    except OSError: return 'ok'\n"
    )
    environment = function(code)
    assert environment.invoke().body == b'"ok"'
    assert len(environment.backend.spans) == 2


def test_headers_of_urllib3_stay_as_many_as_they_are(function: Start, python: str) -> None:
    code = (
        "import os\n"
        "import urllib3, urllib3._collections\n"
        "headers = urllib3._collections.HTTPHeaderDict({'X-Own': 'first'})\n"
        "headers.add('X-Own', 'second')\n"
        "def handler(event, context):\n"
        "    urllib3.PoolManager().request('POST', os.environ['OTEL_EXPORTER_OTLP_ENDPOINT'] + '/v1/none', headers=headers)\n"
        "    return dict(headers)\n"
    )
    # urllib3 2, which sends a line for each
    packages = install(python, f"requests=={VERSIONS['requests'][-1]}")
    environment = function(code, {"PYTHONPATH": packages})
    assert environment.invoke().body == b'{"X-Own": "first, second"}'
    sent = next(headers for path, headers, _ in environment.backend.requests if path == "/v1/none")
    # of several lines the fake keeps the last
    assert sent["x-own"] == "second"
    assert "traceparent" in sent


def test_library_that_is_switched_off_is_left_alone(function: Start) -> None:
    environment = function(URLLIB, {"OTEL_PYTHON_DISABLED_INSTRUMENTATIONS": "urllib"})
    environment.invoke()
    assert [span.name for span in environment.backend.spans] == ["my-function"]


AWS = """
import json, os, sys
sys.path[:0] = os.environ["PACKAGES"].split(":")
os.environ.update(AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_DEFAULT_REGION="eu-central-1")
import boto3
from moto import mock_aws

mock_aws().start()
dynamodb, sqs, sns = (boto3.client(name) for name in ("dynamodb", "sqs", "sns"))
dynamodb.create_table(TableName="items", BillingMode="PAY_PER_REQUEST",
    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}], KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
url = sqs.create_queue(QueueName="orders")["QueueUrl"]
topic = sns.create_topic(Name="news")["TopicArn"]
sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:eu-central-1:123456789012:orders", Attributes={"RawMessageDelivery": "true"})

def handler(event, context):
    dynamodb.get_item(TableName="items", Key={"id": {"S": "1"}}, ConsistentRead=True)
    own = {"QueueUrl": url, "MessageBody": "x", "MessageAttributes": {"own": {"DataType": "String", "StringValue": "v"}}}
    sqs.send_message(**own)
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": "y"}])
    sns.publish(TopicArn=topic, Message="z")
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])["Messages"]
    try:
        dynamodb.get_item(TableName="missing", Key={"id": {"S": "1"}})
    except dynamodb.exceptions.ResourceNotFoundException as error:
        code = error.response["Error"]["Code"]
    return [{m["Body"]: {k: a["StringValue"] for k, a in m.get("MessageAttributes", {}).items()} for m in received}, sorted(own["MessageAttributes"]), code]
"""


def test_botocore_is_traced_and_messages_carry_the_context(function: Start, python: str) -> None:
    packages = install(python, f"boto3=={VERSIONS['boto3'][-1]}", "moto[dynamodb,sqs,sns]==5.2.5")
    environment = function(AWS, {"PACKAGES": packages}, timeout=60)
    invocation = environment.invoke()
    assert not invocation.error, environment.log.decode()
    messages, own, code = json.loads(invocation.body)
    spans = environment.backend.spans
    invoked = next(span for span in spans if span.name == "my-function")
    calls = [span for span in spans if span.parent_span_id == invoked.span_id]
    assert [(span.name, span.kind) for span in calls] == [
        ("DynamoDB.GetItem", 3),
        ("SQS.SendMessage", 4),
        ("SQS.SendMessageBatch", 4),
        ("SNS.Publish", 4),
        ("SQS.ReceiveMessage", 3),
        ("DynamoDB.GetItem", 3),
    ]
    get, send, batch, publish, _, failed = calls
    assert attributes(get) == {
        "rpc.system": "aws-api",
        "rpc.service": "DynamoDB",
        "rpc.method": "GetItem",
        "cloud.region": "eu-central-1",
        "server.address": "dynamodb.eu-central-1.amazonaws.com",
        "server.port": 443,
        "db.system.name": "aws.dynamodb",
        "db.operation.name": "GetItem",
        "db.collection.name": "items",
        "aws.dynamodb.table_names": ["items"],
        "aws.dynamodb.consistent_read": True,
        "aws.request_id": attributes(get)["aws.request_id"],
        "http.response.status_code": 200,
    }
    assert attributes(send)["messaging.destination.name"] == "orders"
    for body, span in (("x", send), ("y", batch), ("z", publish)):
        assert messages[body]["traceparent"] == f"00-{span.trace_id.hex()}-{span.span_id.hex()}-01"
    assert messages["x"]["own"] == "v"
    assert own == ["own"]
    assert (attributes(failed)["error.type"], failed.status.code) == (code, 2)
    assert environment.log == b""


THREADS = """
import json, logging, os, threading, urllib.request
from concurrent.futures import ThreadPoolExecutor

URL = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"] + "/v1/none"
early = ThreadPoolExecutor(1, initializer=lambda: None)
early.submit(int).result()

def get():
    urllib.request.urlopen(urllib.request.Request(URL, b"")).read()

class Own(threading.Thread):
    def run(self):
        get()

def failing():
    raise ValueError("in a thread")

def handler(event, context):
    for thread in (threading.Thread(target=get), Own(), threading.Thread(target=failing), threading.Timer(0, get)):
        thread.start()
        thread.join()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: get(), range(2)))
    early.submit(get).result()
    try:
        early.submit(failing).result()
    except ValueError as error:
        return str(error)
"""


def test_threads_and_pools_carry_the_context(function: Start) -> None:
    bare = function(THREADS, layer=None)
    environment = function(THREADS)
    assert environment.invoke().body == bare.invoke().body
    *calls, invoked = environment.backend.spans
    assert len(calls) == 6
    assert {span.parent_span_id for span in calls} == {invoked.span_id}
    environment.stop()
    bare.stop()
    # the trace of the thread that fails
    hide = str(environment.task), str(bare.task)
    assert environment.log.decode().replace(hide[0], "/var/task") == bare.log.decode().replace(
        hide[1], "/var/task"
    )


LOGGING = """
import logging, sys
formatter = logging.Formatter("%(trace_id)s %(span_id)s %(message)s")
handler_of_own = logging.StreamHandler(sys.stdout)
handler_of_own.setFormatter(formatter)
logger = logging.getLogger("own")
logger.addHandler(handler_of_own)
logger.propagate = False

def handler(event, context):
    logger.warning("hello")
"""


def test_log_records_have_the_ids_of_the_span(function: Start) -> None:
    environment = function(LOGGING)
    environment.invoke()
    (span,) = environment.backend.spans
    environment.stop()
    assert environment.log.decode() == f"{span.trace_id.hex()} {span.span_id.hex()} hello\n"


def test_log_records_are_left_alone_where_that_is_switched_off(function: Start) -> None:
    environment = function(
        "import logging\ndef handler(event, context):\n"
        "    return hasattr(logging.makeLogRecord({}), 'trace_id') or logging.LogRecord.__init__.__module__",
        {"OTEL_LAMBDA_LOG_CORRELATION": "false"},
    )
    assert environment.invoke().body == b'"logging"'


def test_json_of_the_runtime_has_the_ids_of_the_span(function: Start) -> None:
    environment = function(
        "import logging\nlogging.warning('early')\ndef handler(event, context): logging.warning('hello')",
        {"AWS_LAMBDA_LOG_FORMAT": "JSON"},
    )
    environment.invoke()
    (span,) = environment.backend.spans
    environment.stop()
    early, hello = (json.loads(line) for line in environment.log.decode().splitlines())
    assert "trace_id" not in early
    assert (hello["trace_id"], hello["span_id"]) == (span.trace_id.hex(), span.span_id.hex())
    assert hello["trace_flags"] == "01"


TASKS = """
import asyncio, os, urllib.error, urllib.request

ADDRESS = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]

def get(path):
    try:
        urllib.request.urlopen(ADDRESS + path)
    except urllib.error.HTTPError as error:
        return error.code

async def by_executor(path):
    loop = asyncio.get_running_loop()
    first = await loop.run_in_executor(None, get, path + "/executor")
    return [first, await asyncio.to_thread(get, path + "/to-thread")]

async def later(path):
    done = asyncio.get_running_loop().create_future()
    asyncio.get_running_loop().call_soon(lambda: done.set_result(get(path)))
    return await done

async def work():
    tasks = [asyncio.create_task(by_executor("/%d" % number)) for number in range(3)]
    return [await asyncio.gather(*tasks), await later("/call-soon"), get("/direct")]

def handler(event, context):
    return asyncio.run(work())
"""


def test_calls_in_tasks_of_asyncio_are_below_their_invocation(function: Start) -> None:
    bare = function(TASKS, layer=None)
    environment = function(TASKS)
    for _ in range(2):
        assert environment.invoke().body == bare.invoke().body
    spans = environment.backend.spans
    invocations = {span.span_id: span.trace_id for span in spans if span.kind == 2}
    calls = [span for span in spans if span.kind == 3]
    assert (len(invocations), len(calls)) == (2, 16)
    assert all([invocations[span.parent_span_id] == span.trace_id for span in calls])
