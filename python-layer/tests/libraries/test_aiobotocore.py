from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from conftest import install, versions
from environment import Environment, attributes
from reference import described, invoked_as_bare, reference, renamed
from test_botocore import NOW, comparable

Start = Callable[..., Environment]

CODE = """
import asyncio, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
os.environ.update(AWS_ACCESS_KEY_ID="a", AWS_SECRET_ACCESS_KEY="b", AWS_DEFAULT_REGION="eu-central-1")
from aiobotocore.session import get_session
from botocore.exceptions import ClientError

# what answers any POST of a path that it does not know with 202, and a GET with 404
ADDRESS = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
session = get_session()

async def get_item(client, key):
    return (await client.get_item(TableName="items", Key={"id": {"S": key}}))["ResponseMetadata"]["HTTPStatusCode"]

async def call():
    async with session.create_client("dynamodb", endpoint_url=ADDRESS) as client:
        statuses = await asyncio.gather(get_item(client, "1"), get_item(client, "2"))
    async with session.create_client("s3", endpoint_url=ADDRESS) as client:
        try:
            await client.get_object(Bucket="bucket", Key="key")
        except ClientError as error:
            statuses.append(type(error).__name__)
    return statuses

def handler(event, context):
    return asyncio.run(call())
"""


@pytest.mark.parametrize("version", versions("aiobotocore"))
def test_calls_are_spans_as_by_botocore(function: Start, python: str, version: str) -> None:
    library = [f"aiobotocore=={version}"]
    variables = {"PACKAGES": install(python, *library)}
    environment, bare, invocation = invoked_as_bare(function, CODE, variables)
    assert json.loads(invocation.body) == [202, 202, "ClientError"]
    *calls, invoked = environment.backend.spans
    assert [(span.name, span.kind) for span in calls] == [("DynamoDB.GetItem", 3)] * 2 + [("S3.GetObject", 3)]
    assert {span.parent_span_id for span in calls} == {invoked.span_id}
    port = int(environment.address.rpartition(":")[2])
    get, _, failed = map(attributes, calls)
    assert get == {
        "rpc.system": "aws-api",
        "rpc.service": "DynamoDB",
        "rpc.method": "GetItem",
        "cloud.region": "eu-central-1",
        "server.address": "127.0.0.1",
        "server.port": port,
        "db.system.name": "aws.dynamodb",
        "db.operation.name": "GetItem",
        "db.collection.name": "items",
        "aws.dynamodb.table_names": ["items"],
        "http.response.status_code": 202,
    }
    assert failed["http.response.status_code"] == 404
    assert calls[2].status.code == 2
    server = {"AWS_LAMBDA_RUNTIME_API": environment.address}
    answer, expected = reference(CODE, library, "botocore", "AiobotocoreInstrumentor", server)
    assert json.loads(invocation.body) == answer
    ours = [comparable(each) for each in described(environment.backend.spans)]
    assert ours == [comparable(each) for each in renamed(expected, NOW)]
    assert environment.log == bare.log
