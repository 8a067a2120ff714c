"""The libraries whose calls are traced: one line for each, one module of this package for each."""

from __future__ import annotations

from otel_lambda.finder import finder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType

    from otel_lambda.telemetry import Telemetry

LIBRARIES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # the name in OTEL_PYTHON_DISABLED_INSTRUMENTATIONS, the module here, the modules that it patches
    ("aiohttp-client", "aiohttp_client", ("aiohttp.client",)),
    ("aio-pika", "aio_pika", ("aiormq.channel",)),
    ("asyncpg", "asyncpg", ("asyncpg.connection", "asyncpg.prepared_stmt")),
    (
        "botocore",
        "aws.botocore",
        ("botocore.client", "botocore.endpoint", "botocore.loaders", "aiobotocore.client"),
    ),
    ("confluent_kafka", "confluent_kafka", ("confluent_kafka.cimpl",)),
    (
        "elasticsearch",
        "elasticsearch",
        (
            "elastic_transport._transport",
            "elastic_transport._async_transport",
            "elasticsearch.transport",
            "elasticsearch._async.transport",
        ),
    ),
    ("grpc_client", "grpc", ("grpc._channel",)),
    ("grpc_aio_client", "grpc_aio", ("grpc.aio._channel",)),
    ("kafka", "kafka", ("kafka.producer.kafka", "kafka.consumer.group")),
    ("threading", "threading", ("threading", "concurrent.futures.thread")),
    ("httpx", "httpx", ("httpx._transports.default",)),
    ("logging", "logging", ("logging",)),
    (
        "mysql",
        "mysql",
        ("mysql.connector.cursor", "mysql.connector.cursor_cext", "mysql.connector.aio.cursor"),
    ),
    ("mysqlclient", "mysqlclient", ("MySQLdb.connections",)),
    ("opensearch", "elasticsearch", ("opensearchpy.transport", "opensearchpy._async.transport")),
    ("pika", "pika", ("pika.channel", "pika.adapters.blocking_connection")),
    (
        "psycopg",
        "psycopg",
        (
            "psycopg.cursor",
            "psycopg.cursor_async",
            "psycopg.server_cursor",
            "psycopg._server_cursor",
            "psycopg._server_cursor_async",
        ),
    ),
    ("psycopg2", "psycopg2", ("psycopg2", "psycopg2.extras")),
    ("pymongo", "pymongo", ("pymongo.monitoring",)),
    ("pymysql", "pymysql", ("pymysql.cursors",)),
    (
        "redis",
        "redis",
        ("redis.client", "redis.cluster", "redis.asyncio.client", "redis.asyncio.cluster"),
    ),
    ("sqlite3", "sqlite3", ("sqlite3.dbapi2",)),
    ("urllib", "urllib", ("urllib.request",)),
    ("urllib3", "urllib3", ("urllib3.connectionpool",)),
    (
        "valkey",
        "redis",
        ("valkey.client", "valkey.cluster", "valkey.asyncio.client", "valkey.asyncio.cluster"),
    ),
)
"""A module here has `patch(module, telemetry)`, called once each of its library's modules has run."""


def install(telemetry: Telemetry) -> None:
    """Waits for the libraries that the user has not switched off."""
    settings = telemetry.settings
    if not settings.auto_instrumentation:
        return
    everything = settings.instruments_everything
    for name, own_module, modules in LIBRARIES:
        if everything or settings.instruments(name):
            for module in modules:
                finder.add(module, _Patch(own_module, telemetry))


class _Patch:
    """Loads the module that patches a library when the library is there."""

    def __init__(self, own_module: str, telemetry: Telemetry) -> None:
        self._own_module = own_module
        self._telemetry = telemetry

    def __call__(self, module: ModuleType) -> None:
        name = "otel_lambda.instrumentation." + self._own_module
        __import__(name, None, None, ("patch",)).patch(module, self._telemetry)
