"""Servers that the libraries' tests call."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import socketserver
import struct
import subprocess
import tempfile
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


@contextmanager
def postgresql() -> Iterator[int]:
    """Runs PostgreSQL with a database `shop` for the user `clerk`, and gives its port."""
    programs = ":".join(map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)))
    path = f"{os.environ['PATH']}:{programs}"
    initdb, postgres = shutil.which("initdb", path=path), shutil.which("postgres", path=path)
    if initdb is None or postgres is None:
        pytest.skip("no PostgreSQL: install postgresql")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        # PostgreSQL does not run as root
        user = {"user": "nobody", "group": "nogroup"} if os.getuid() == 0 else {}
        if user:
            shutil.chown(folder, **user)
        options = {**user, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT}
        data = str(Path(folder) / "data")
        subprocess.run(
            [initdb, "--pgdata", data, "--username", "clerk", "--auth", "trust", "--no-sync"],
            check=True,
            **options,
        )
        server = subprocess.Popen(
            [postgres, "-D", data, "-p", str(port), "-c", "listen_addresses=127.0.0.1", "-k", folder, "-F"],
            **options,
        )
        try:
            _await_answer(port, server)
            _create_database(shutil.which("createdb", path=path) or "createdb", port, folder, user)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def _create_database(program: str, port: int, folder: str, user: dict[str, str]) -> None:
    deadline = time.monotonic() + 30
    command = [program, "--host", "127.0.0.1", "--port", str(port), "--username", "clerk", "shop"]
    while True:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, **user)
        if done.returncode == 0:
            return
        # it accepts connections before it is ready for them
        assert time.monotonic() < deadline, done.stderr
        time.sleep(0.05)


@contextmanager
def rabbitmq() -> Iterator[int]:
    """Runs RabbitMQ for its user `guest`, and gives its port."""
    program = shutil.which("rabbitmq-server", path="/usr/lib/rabbitmq/bin:" + os.environ["PATH"])
    if program is None:
        pytest.skip("no RabbitMQ: install rabbitmq-server")
    port, distribution, names = free_port(), free_port(), free_port()
    with tempfile.TemporaryDirectory() as folder:
        variables = {
            "PATH": os.environ["PATH"],
            "HOME": folder,
            "ERL_EPMD_PORT": str(names),
            "RABBITMQ_NODENAME": f"tests{port}@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_DIST_PORT": str(distribution),
            "RABBITMQ_MNESIA_BASE": folder,
            "RABBITMQ_LOG_BASE": folder,
            "RABBITMQ_LOGS": f"{folder}/log",
            "RABBITMQ_PID_FILE": f"{folder}/pid",
            "RABBITMQ_ENABLED_PLUGINS_FILE": f"{folder}/plugins",
            "RABBITMQ_CONF_ENV_FILE": f"{folder}/env",
            "RABBITMQ_CONFIG_FILES": f"{folder}/conf.d",
        }
        server = subprocess.Popen(
            [program],
            env=variables,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        try:
            _await_answer(port, server, 120)
            yield port
        finally:
            server.terminate()
            server.wait(60)
            subprocess.run(["epmd", "-kill"], env=variables, capture_output=True)


@contextmanager
def kafka(python: str, packages: str) -> Iterator[str]:
    """Runs librdkafka's mock of a Kafka cluster, and gives a broker's address."""
    code = """
import sys
sys.path.insert(0, sys.argv[1])
import confluent_kafka
cluster = confluent_kafka.Producer({"bootstrap.servers": "none:1", "test.mock.num.brokers": 1})
(broker,) = cluster.list_topics(timeout=20).brokers.values()
print(f"{broker.host}:{broker.port}", flush=True)
sys.stdin.read()
"""
    with program(python, code, packages) as address:
        yield address


@contextmanager
def grpc(python: str, packages: str) -> Iterator[str]:
    """Runs a gRPC server, and gives its address; `fail` aborts, and each answer has the metadata."""
    code = """
import sys
sys.path.insert(0, sys.argv[1])
from concurrent import futures
import grpc

def answer(context):
    return str(sorted(k for k, _ in context.invocation_metadata() if k in ("traceparent", "own"))).encode()

def fail(request, context):
    context.abort(grpc.StatusCode.NOT_FOUND, "no such order")

def stream(request, context):
    yield answer(context)
    yield b"two"

def fail_later(request, context):
    yield b"one"
    context.abort(grpc.StatusCode.DATA_LOSS, "it is gone")

methods = {
    "Get": grpc.unary_unary_rpc_method_handler(lambda request, context: answer(context)),
    "Fail": grpc.unary_unary_rpc_method_handler(fail),
    "List": grpc.unary_stream_rpc_method_handler(stream),
    "FailLater": grpc.unary_stream_rpc_method_handler(fail_later),
    "Put": grpc.stream_unary_rpc_method_handler(lambda requests, context: b"".join(requests)),
    "Talk": grpc.stream_stream_rpc_method_handler(lambda requests, context: (each for each in requests)),
}
server = grpc.server(futures.ThreadPoolExecutor(4))
server.add_generic_rpc_handlers([grpc.method_handlers_generic_handler("shop.Orders", methods)])
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(f"127.0.0.1:{port}", flush=True)
sys.stdin.read()
server.stop(0)
"""
    with program(python, code, packages) as address:
        yield address


@contextmanager
def program(python: str, code: str, packages: str) -> Iterator[str]:
    """Runs a program until its input ends, and gives the line that it prints first."""
    server = subprocess.Popen(
        [python, "-c", code, packages], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert server.stdin is not None
    assert server.stdout is not None
    try:
        line = server.stdout.readline().strip()
        assert line, "the server has not started"
        yield line
    finally:
        server.stdin.close()
        server.wait(20)
        server.stdout.close()


class _Search(BaseHTTPRequestHandler):
    """Answers as Elasticsearch does, and as OpenSearch: the index `missing` is not there."""

    protocol_version = "HTTP/1.1"

    def _respond(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0]
        status, answer = 200, {"found": True, "_source": {"name": "first"}, "hits": {"hits": []}}
        if path == "/":
            answer = {"version": {"number": "8.19.0"}, "tagline": "You Know, for Search"}
        elif path.startswith("/missing"):
            status, answer = (
                404,
                {"error": {"type": "index_not_found_exception", "reason": "no"}, "status": 404},
            )
        body = b"" if self.command == "HEAD" else json.dumps(answer).encode()
        self.send_response(status)
        product = "application/vnd.elasticsearch+json; compatible-with="
        accepts = self.headers.get("Accept") or ""
        self.send_header("Content-Type", accepts if product in accepts else "application/json")
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _respond

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def search() -> Iterator[int]:
    """Runs what answers as Elasticsearch and OpenSearch, and gives its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Search) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()


@contextmanager
def mariadb() -> Iterator[int]:
    """Runs MariaDB without users, and gives its port."""
    program = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
    if program is None:
        pytest.skip("no MariaDB: install mariadb-server-core")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        options = [
            "--no-defaults",
            "--skip-grant-tables",
            "--skip-networking=0",
            "--innodb-buffer-pool-size=8M",
        ]
        options += [f"--datadir={folder}", f"--socket={folder}/socket", f"--pid-file={folder}/pid"]
        options += ["--bind-address=127.0.0.1", f"--port={port}"]
        # it does not run as root unless it is told to
        options += ["--user=root"] if os.getuid() == 0 else []
        server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        try:
            _await_answer(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def _await_answer(port: int, server: subprocess.Popen[bytes], seconds: int = 30) -> None:
    deadline = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    pytest.fail("the server does not answer")


class _Redis(socketserver.StreamRequestHandler):
    """Answers commands as a Redis does that has one key, `key`, with the value `value`."""

    def handle(self) -> None:
        queued: list[bytes] | None = None
        watches = False
        null = b"*-1\r\n"
        while command := self._read():
            name = command[0].upper()
            answer = self._answer(name, command)
            if name == b"HELLO":
                null = b"_\r\n"
            elif name == b"MULTI":
                queued = []
            elif name == b"WATCH":
                watches = True
            elif name == b"EXEC":
                each = queued or []
                answer = null if watches else b"*%d\r\n%s" % (len(each), b"".join(each))
                queued, watches = None, False
            elif queued is not None:
                queued.append(answer)
                answer = b"+QUEUED\r\n"
            self.wfile.write(answer)

    def _read(self) -> list[bytes]:
        line = self.rfile.readline()
        if not line:
            return []
        command = []
        for _ in range(int(line[1:])):
            size = int(self.rfile.readline()[1:])
            command.append(self.rfile.read(size))
            self.rfile.readline()
        return command

    def _answer(self, name: bytes, command: list[bytes]) -> bytes:
        if name == b"HELLO":
            return (
                b"%3\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n8.0.0\r\n$5\r\nproto\r\n:3\r\n"
            )
        if name == b"GET":
            return b"$5\r\nvalue\r\n"
        if name in (b"INCR", b"INCRBY"):
            return b"-ERR value is not an integer or out of range\r\n"
        return b"+OK\r\n"


@contextmanager
def redis() -> Iterator[int]:
    """Runs a Redis whose `key` is no number, or what answers as one; gives its port."""
    program = shutil.which("redis-server")
    if program is None:
        with _fake_redis() as port:
            yield port
        return
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--bind", "127.0.0.1", "--port", str(port), "--dir", folder, "--save", ""]
        server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
        try:
            _await_answer(port, server)
            yield port
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def _fake_redis() -> Iterator[int]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Redis) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


class _MongoDB(socketserver.StreamRequestHandler):
    """Answers OP_MSG and the first OP_QUERY of a connection; `insert` is refused."""

    def handle(self) -> None:
        while header := self.rfile.read(16):
            size, request, _, operation = struct.unpack("<iiii", header)
            body = self.rfile.read(size - 16)
            if operation == 2004:
                answer = struct.pack("<iqii", 8, 0, 0, 1) + _bson(self._answer("hello"))
            else:
                # flags, the kind of the first section, its length, the type of the first field
                command = body[10 : body.index(0, 10)].decode()
                answer = struct.pack("<ib", 0, 0) + _bson(self._answer(command))
            kind = 1 if operation == 2004 else 2013
            self.wfile.write(struct.pack("<iiii", 16 + len(answer), 0, request, kind) + answer)

    def _answer(self, command: str) -> dict[str, object]:
        if command == "find":
            cursor = {"id": 0, "ns": "shop.items", "firstBatch": {"0": {"name": "first"}}}
            return {"cursor": cursor, "ok": 1.0}
        if command == "insert":
            return {"ok": 0.0, "errmsg": "not allowed", "code": 13, "codeName": "Unauthorized"}
        if command in ("hello", "ismaster"):
            return {"ismaster": True, "minWireVersion": 0, "maxWireVersion": 21, "ok": 1.0}
        return {"ok": 1.0}


def _bson(document: dict[str, object]) -> bytes:
    """Encodes what the answers above have; `firstBatch` is an array."""
    fields = b""
    for name, value in document.items():
        if isinstance(value, bool):
            kind, data = 8, bytes([value])
        elif isinstance(value, float):
            kind, data = 1, struct.pack("<d", value)
        elif isinstance(value, int):
            kind, data = 18, struct.pack("<q", value)
        elif isinstance(value, dict):
            kind, data = 4 if name == "firstBatch" else 3, _bson(value)
        else:
            text = str(value).encode() + b"\0"
            kind, data = 2, struct.pack("<i", len(text)) + text
        fields += bytes([kind]) + name.encode() + b"\0" + data
    return struct.pack("<i", len(fields) + 5) + fields + b"\0"


@contextmanager
def mongodb() -> Iterator[int]:
    """Runs what answers as a MongoDB, and gives its port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _MongoDB) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@contextmanager
def aws(python: str, packages: str) -> Iterator[str]:
    """Runs what answers as AWS does, and gives its address: Moto."""
    code = """
import sys
sys.path.insert(0, sys.argv[1])
import logging
from moto.server import ThreadedMotoServer
logging.getLogger("werkzeug").disabled = True
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print("%s:%d" % server.get_host_and_port(), flush=True)
sys.stdin.read()
"""
    with program(python, code, packages) as address:
        yield address


class _Models(BaseHTTPRequestHandler):
    """Answers as Bedrock's models do, and as a function of Lambda's that answers `{}`."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        usage = {"inputTokens": 3, "outputTokens": 5, "totalTokens": 8}
        operation = self.path.rpartition("/")[2]
        headers = {"Content-Type": "application/json", "x-amzn-RequestId": "r1"}
        if "missing" in self.path:
            self._answer(404, b'{"message": "no such model"}', headers)
        elif operation == "converse":
            message = {"role": "assistant", "content": [{"text": "an answer"}]}
            answer = {
                "output": {"message": message},
                "stopReason": "end_turn",
                "usage": usage,
                "metrics": {"latencyMs": 1},
            }
            self._answer(200, json.dumps(answer).encode(), headers)
        elif operation == "converse-stream":
            events = [("messageStart", {"role": "assistant"}), ("messageStop", {"stopReason": "end_turn"})]
            events.append(("metadata", {"usage": usage, "metrics": {"latencyMs": 1}}))
            self._answer_stream(events)
        elif operation == "invoke-with-response-stream":
            metrics = {"inputTokenCount": 3, "outputTokenCount": 5}
            parts = [
                {"type": "message_start"},
                {"type": "message_stop", "amazon-bedrock-invocationMetrics": metrics},
            ]
            self._answer_stream(
                [("chunk", {"bytes": base64.b64encode(json.dumps(each).encode()).decode()}) for each in parts]
            )
        else:
            counts = {"X-Amzn-Bedrock-Input-Token-Count": "3", "X-Amzn-Bedrock-Output-Token-Count": "5"}
            answer = {"usage": {"input_tokens": 3, "output_tokens": 5}, "stop_reason": "end_turn"}
            answer.update(inputTextTokenCount=3, results=[{"tokenCount": 5, "completionReason": "end_turn"}])
            self._answer(200, json.dumps(answer).encode(), {**headers, **counts})

    def _answer_stream(self, events: list[tuple[str, dict[str, object]]]) -> None:
        body = b"".join(_event(name, json.dumps(values).encode()) for name, values in events)
        self._answer(
            200, body, {"Content-Type": "application/vnd.amazon.eventstream", "x-amzn-RequestId": "r1"}
        )

    def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _event(name: str, payload: bytes) -> bytes:
    """Encodes an event of AWS's event streams."""
    headers = b""
    for key, value in (
        (":event-type", name),
        (":content-type", "application/json"),
        (":message-type", "event"),
    ):
        headers += bytes([len(key)]) + key.encode() + b"\7" + struct.pack(">H", len(value)) + value.encode()
    prelude = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    message = prelude + struct.pack(">I", zlib.crc32(prelude)) + headers + payload
    return message + struct.pack(">I", zlib.crc32(message))


@contextmanager
def models() -> Iterator[int]:
    """Runs what answers as Bedrock's models, and gives its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Models) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server.server_port
        server.shutdown()
