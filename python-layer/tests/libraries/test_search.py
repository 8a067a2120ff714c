"""Elasticsearch's and OpenSearch's clients."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import servers
from conftest import VERSIONS, install, versions
from environment import Environment
from reference import Described, check_attributes, described, reference

Start = Callable[..., Environment]

IMPORTS = """
import asyncio, logging, os, sys
sys.path[:0] = filter(None, os.environ.get("PACKAGES", "").split(":"))
PORT = int(os.environ["PORT"])
"""

CALLS = """
def handler(event, context):
    answers = [client.search(index="orders", body={"query": {"match": {"name": "a secret"}}})["hits"]]
    answers.append(client.get(index="orders", id="7")["found"])
    client.index(index="orders", id="7", body={"name": "a secret"})
    answers.append(bool(client.exists(index="orders", id="7")))
    client.bulk(body='{"delete": {"_index": "orders", "_id": "7"}}\\n')
    client.cluster.health()
    try:
        client.search(index="missing")
    except Exception as error:
        answers.append(type(error).__name__)
    return answers + asyncio.run(asynchronous())

async def asynchronous():
    async with AsyncClient(PLACES) as client:
        return [(await client.get(index="orders", id="7"))["found"]]
"""

ELASTICSEARCH = (
    IMPORTS
    + """
import warnings
warnings.simplefilter("ignore")
from elasticsearch import Elasticsearch, AsyncElasticsearch as AsyncClient
PLACES = [f"http://127.0.0.1:{PORT}"]
client = Elasticsearch(PLACES)
"""
    + CALLS
)

OPENSEARCH = (
    IMPORTS
    + """
from opensearchpy import OpenSearch, AsyncOpenSearch as AsyncClient
PLACES = [f"http://127.0.0.1:{PORT}"]
client = OpenSearch(PLACES)
"""
    + CALLS
)

EXPECTED = [
    ("search orders", "search", "orders", "POST", "/orders/_search", "200"),
    ("get orders", "get", "orders", "GET", "/orders/_doc/7", "200"),
    ("index orders", "index", "orders", "PUT", "/orders/_doc/7", "200"),
    ("exists orders", "exists", "orders", "HEAD", "/orders/_doc/7", "200"),
    ("bulk", "bulk", None, None, "/_bulk", "200"),
    ("cluster.health", "cluster.health", None, "GET", "/_cluster/health", "200"),
    ("search missing", "search", "missing", "POST", "/missing/_search", "404"),
    ("get orders", "get", "orders", "GET", "/orders/_doc/7", "200"),
]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with servers.search() as port:
        yield port


def check(spans: list[Described], system: str, port: int) -> None:
    calls = [each for each in spans if each[0] != "info"]
    assert [each[0] for each in calls] == [each[0] for each in EXPECTED]
    for (_, kind, values, status), (_, operation, index, method, path, code) in zip(calls, EXPECTED):
        failed = code == "404"
        assert kind == 2
        assert status == (2 if failed else 0)
        assert values["db.system.name"] == system
        assert values["db.operation.name"] == operation
        assert values.get("db.collection.name") == index
        assert method in (None, values["http.request.method"])
        assert values["url.full"].partition("?")[0] == f"http://127.0.0.1:{port}{path}"
        assert (values["server.address"], values["server.port"]) == ("127.0.0.1", port)
        assert values.get("db.response.status_code", code) == code
        assert ("error.type" in values) == failed
    assert "a secret" not in str(spans)


def compare(spans: list[Described], expected: list[Described], port: int) -> None:
    """Compares with OpenTelemetry's instrumentation, which does not know the asynchronous client.

    Its names are the URLs' paths, and its attributes older than the conventions. Documents' ids and statements
    are of the function's data.
    """

    def of_today(values: dict[str, Any]) -> dict[str, Any]:
        today = {
            RENAMED.get(name, name): value
            for name, value in values.items()
            if name not in ("elasticsearch.id", "elasticsearch.found", "db.statement")
        }
        return {**today, "url.full": f"http://127.0.0.1:{port}{today['url.full']}"}

    own, theirs = (
        [each for each in both if each[0] not in ("info", "Elasticsearch/")] for both in (spans, expected)
    )
    check_attributes(own[: len(EXPECTED) - 1], theirs, of_today, MORE)


RENAMED = {
    "db.system": "db.system.name",
    "elasticsearch.method": "http.request.method",
    "elasticsearch.target": "db.collection.name",
    "elasticsearch.url": "url.full",
}
MORE = {
    *("db.collection.name", "db.operation.name", "db.response.status_code", "error.type"),
    *("server.address", "server.port"),
}


@pytest.mark.parametrize("version", versions("elasticsearch"))
def test_calls_of_elasticsearch_are_spans(function: Start, python: str, port: int, version: str) -> None:
    library = [f"elasticsearch[async]=={version}"]
    off = {"PORT": str(port), "OTEL_PYTHON_INSTRUMENTATION_ELASTICSEARCH_ENABLED": "false"}
    variables = {"PACKAGES": install(python, *library), **off}
    environment = function(ELASTICSEARCH, variables)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    assert invocation.body == function(ELASTICSEARCH, variables, layer=None).invoke().body
    spans = described(environment.backend.spans)
    check(spans, "elasticsearch", port)
    answer, expected = reference(ELASTICSEARCH, library, "elasticsearch", "ElasticsearchInstrumentor", off)
    assert json.loads(invocation.body) == answer
    compare(spans, expected, port)
    assert environment.otel_lines == []


@pytest.mark.parametrize("version", versions("opensearch-py"))
def test_calls_of_opensearch_are_spans(function: Start, python: str, port: int, version: str) -> None:
    variables = {"PACKAGES": install(python, f"opensearch-py[async]=={version}"), "PORT": str(port)}
    environment = function(OPENSEARCH, variables)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    assert invocation.body == function(OPENSEARCH, variables, layer=None).invoke().body
    spans = described(environment.backend.spans)
    check(spans, "opensearch", port)
    # it has no instrumentation of OpenTelemetry's, but is made of this release of Elasticsearch's client
    library = [f"elasticsearch[async]=={VERSIONS['elasticsearch'][0]}"]
    _, expected = reference(
        ELASTICSEARCH, library, "elasticsearch", "ElasticsearchInstrumentor", {"PORT": str(port)}
    )
    compare([(n, k, {**v, "db.system.name": "elasticsearch"}, s) for n, k, v, s in spans], expected, port)
    assert environment.otel_lines == []


def test_elasticsearch_with_the_api_reports_its_calls_itself(function: Start, python: str, port: int) -> None:
    library = install(python, f"elasticsearch[async]=={versions('elasticsearch')[-1]}")
    api = install(python, "opentelemetry-api==1.45.2")
    variables = {"PACKAGES": f"{library}:{api}", "PORT": str(port)}
    environment = function(ELASTICSEARCH, variables)
    invocation = environment.invoke()
    assert not invocation.error, invocation.body
    scopes = {each.scope.name for each in environment.backend.scopes if each.spans}
    assert "elasticsearch-api" in scopes
    assert "opentelemetry.instrumentation.elasticsearch" not in scopes
