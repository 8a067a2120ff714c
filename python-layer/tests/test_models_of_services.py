"""botocore finds the model of a service without listing all others, and answers as it does otherwise."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from conftest import VERSIONS, install
from environment import Environment

Start = Callable[..., Environment]

LISTED = """
import os
listed = 0
original = os.listdir
def listdir(*arguments):
    global listed
    listed += 1
    return original(*arguments)
os.listdir = listdir
import boto3
boto3.client("dynamodb")
boto3.resource("s3")
def handler(event, context):
    return listed
"""

ANSWERS = """
import threading
import botocore.exceptions, botocore.loaders, botocore.session
session = botocore.session.get_session()
session.get_component("event_emitter")

def of(make):
    try:
        return repr(make())[:20000]
    except Exception as error:
        return [type(error).__name__, str(error)]

def looked_up(*arguments, **named):
    loader = botocore.loaders.create_loader()
    model = of(lambda: sorted(loader.load_service_model(*arguments, **named)))
    # the same instance goes on to answer for all
    return [model, of(lambda: loader.list_available_services("service-2")), of(lambda: loader.list_available_services(type_name="paginators-1"))]

class Own(botocore.loaders.Loader):
    def load_data(self, name):
        self.seen = self.list_available_services("service-2")
        return super().load_data(name)

def own():
    loader = Own()
    loader.load_service_model("sqs", "service-2")
    return loader.seen

def parallel():
    loaders = [botocore.loaders.create_loader() for _ in range(8)]
    answers = [None] * 8
    def run(i):
        name = ["sqs", "sns", "nobody"][i % 3]
        answers[i] = [of(lambda: sorted(loaders[i // 2].load_service_model(name, "service-2"))), of(lambda: loaders[i // 2].list_available_services("service-2"))]
    threads = [threading.Thread(target=run, args=(i,)) for i in range(8)]
    for each in threads: each.start()
    for each in threads: each.join()
    return answers

def handler(event, context):
    return [
        looked_up("sqs", "service-2"),
        looked_up("sqs", "service-2", "2012-11-05"),
        looked_up("sqs", "service-2", api_version="1999-01-01"),
        looked_up(service_name="sqs", type_name="paginators-1"),
        looked_up("sqs", "waiters-2"),
        looked_up("own-service", "service-2"),
        looked_up("nobody", "service-2"),
        looked_up("../data/sqs", "service-2"),
        looked_up("sqs/", "service-2"),
        looked_up(".", "service-2"),
        looked_up("", "service-2"),
        looked_up("s\\0s", "service-2"),
        looked_up(None, "service-2"),
        looked_up(b"sqs", "service-2"),
        looked_up("sqs", None),
        looked_up("sqs"),
        looked_up(),
        own(),
        parallel(),
        session.get_available_services(),
        of(lambda: session.create_client("nobody", region_name="eu-central-1")),
        of(lambda: type(session.create_client("own-service", region_name="eu-central-1"))),
        of(lambda: sorted(session.get_service_data("sqs"))),
        len(session.get_available_regions("sqs")),
    ]
"""


def test_a_client_lists_the_folder_of_its_service_only(function: Start, python: str) -> None:
    packages = install(python, f"boto3=={VERSIONS['boto3'][-1]}")
    variables = {"PYTHONPATH": packages, "AWS_DEFAULT_REGION": "eu-central-1"}
    bare = json.loads(function(LISTED, variables, layer=None).invoke().body)
    assert bare > 500
    assert json.loads(function(LISTED, variables).invoke().body) < bare / 10


def test_models_and_lists_of_services_are_the_same(function: Start, python: str, tmp_path: Path) -> None:
    packages = install(python, f"boto3=={VERSIONS['boto3'][-1]}")
    model = {
        "version": "2.0",
        "metadata": {
            "apiVersion": "2020-01-01",
            "endpointPrefix": "own",
            "protocol": "json",
            "serviceId": "own",
            "serviceFullName": "own",
            "signatureVersion": "v4",
        },
        "operations": {},
        "shapes": {},
    }
    folder = tmp_path / "models" / "own-service" / "2020-01-01"
    folder.mkdir(parents=True)
    (folder / "service-2.json").write_text(json.dumps(model))
    variables = {"PYTHONPATH": packages, "AWS_DATA_PATH": str(tmp_path / "models")}
    bare = function(ANSWERS, variables, layer=None).invoke()
    assert not bare.error, bare.body
    assert function(ANSWERS, variables).invoke().body == bare.body
