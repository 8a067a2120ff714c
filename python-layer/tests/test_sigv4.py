"""Requests to AWS's own endpoints are signed: AWS's published test vectors, and the layer at work."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from environment import Environment
from otel_lambda.sdk.http.sigv4 import Credentials, Signer
from otel_lambda.sdk.http.url import Url
from otel_lambda.settings import Settings
from test_backends import OK, Tunnel, tunnels

__all__ = ["tunnels"]

Start = Callable[..., Environment]

HOST = "xray.eu-central-1.amazonaws.com"

# the key of AWS's test suite, which no account has
KEY = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "")
VANILLA = {"host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"}


@pytest.mark.parametrize(
    ("name", "method", "query", "headers", "body", "signed", "signature"),
    [
        (
            "get-vanilla",
            "GET",
            "",
            {},
            b"",
            "host;x-amz-date",
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        ),
        (
            "post-vanilla",
            "POST",
            "",
            {},
            b"",
            "host;x-amz-date",
            "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        ),
        (
            "get-vanilla-query-order-key-case",
            "GET",
            "Param1=value1&Param2=value2",
            {},
            b"",
            "host;x-amz-date",
            "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        ),
        (
            "get-header-value-trim",
            "GET",
            "",
            {"my-header1": " value1", "my-header2": ' "a   b   c"'},
            b"",
            "host;my-header1;my-header2;x-amz-date",
            "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
        ),
        (
            "post-x-www-form-urlencoded",
            "POST",
            "",
            {"content-type": "application/x-www-form-urlencoded"},
            b"Param1=value1",
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
    ],
)
def test_vector_of_aws(
    name: str, method: str, query: str, headers: dict[str, str], body: bytes, signed: str, signature: str
) -> None:
    signer = Signer("service", "us-east-1", Settings({}))
    assert signer.authorization(KEY, method, "/", query, {**VANILLA, **headers}, body) == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders={signed}, Signature={signature}"
    )


@pytest.mark.parametrize(
    ("host", "is_signed"),
    [
        (HOST, True),
        ("logs.us-gov-west-1.amazonaws.com", True),
        ("XRAY.cn-north-1.amazonaws.com.cn", True),
        ("xray.us-east-1.api.aws", True),
        ("xray.us-east-1.amazonaws.com.example.com", False),
        ("sqs.us-east-1.amazonaws.com", False),
        ("collector.execute-api.us-east-1.amazonaws.com", False),
        ("localhost", False),
    ],
)
def test_only_endpoints_of_aws_are_signed_for(host: str, is_signed: bool) -> None:
    assert (Signer.of(Url(f"https://{host}/v1/traces"), Settings({})) is not None) == is_signed


class _Credentials(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(str(self.headers["Authorization"]))
        body = json.dumps(
            {
                "AccessKeyId": "ASIARESTORED",
                "SecretAccessKey": "secret",
                "Token": "session",
                "Expiration": "2099-01-01T00:00:00Z",
            }
        ).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def credentials() -> Iterator[str]:
    """The URL of credentials as SnapStart has it."""
    _Credentials.asked.clear()
    server = HTTPServer(("127.0.0.1", 0), _Credentials)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/creds"
    server.shutdown()


def to_aws(
    function: Start, tunnels: Callable[..., Tunnel], tmp_path: Path, variables: dict[str, str], code: str = OK
) -> Environment:
    authority = trustme.CA()
    certificate = authority.issue_cert(HOST)
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    certificate.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "server.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(tmp_path / "server.pem"))
    server, proxy = tunnels(context), tunnels(proxy=True)
    proxy.target = f"127.0.0.1:{server.port}"
    environment = function(
        code,
        {
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"https://{HOST}",
            "OTEL_EXPORTER_OTLP_CERTIFICATE": str(tmp_path / "ca.pem"),
            "https_proxy": f"http://127.0.0.1:{proxy.port}",
            "AWS_ACCESS_KEY_ID": "",
            "AWS_SECRET_ACCESS_KEY": "",
            "AWS_SESSION_TOKEN": "",
            **variables,
        },
    )
    server.target = environment.address
    assert not environment.invoke().error
    return environment


def _signature(environment: Environment, key: str, token: str) -> None:
    ((_, named, _),) = environment.backend.requests
    scope = f"{named['x-amz-date'][:8]}/eu-central-1/xray/aws4_request"
    assert named["x-amz-security-token"] == token
    assert named["authorization"].startswith(
        f"AWS4-HMAC-SHA256 Credential={key}/{scope}, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature="
    )


def test_credentials_of_the_function_sign(
    function: Start, tunnels: Callable[..., Tunnel], tmp_path: Path
) -> None:
    variables = {
        "AWS_ACCESS_KEY_ID": "ASIAROLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_SESSION_TOKEN": "session",
    }
    environment = to_aws(function, tunnels, tmp_path, variables)
    assert len(environment.backend.spans) == 1
    _signature(environment, "ASIAROLE", "session")
    assert environment.log == b""


def test_credentials_of_snap_start_s_endpoint_sign(
    function: Start, tunnels: Callable[..., Tunnel], tmp_path: Path, credentials: str
) -> None:
    variables = {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": credentials,
        "AWS_CONTAINER_AUTHORIZATION_TOKEN": "restored",
    }
    environment = to_aws(function, tunnels, tmp_path, variables)
    assert _Credentials.asked == ["restored"]
    _signature(environment, "ASIARESTORED", "session")
    assert environment.log == b""


def test_without_credentials_one_line_says_so(
    function: Start, tunnels: Callable[..., Tunnel], tmp_path: Path
) -> None:
    environment = to_aws(function, tunnels, tmp_path, {})
    assert environment.backend.spans == []
    assert "requests to AWS cannot be signed" in environment.await_otel_lines()[0]
