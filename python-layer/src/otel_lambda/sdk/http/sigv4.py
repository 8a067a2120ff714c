"""Signs requests to AWS's own OTLP endpoints (X-Ray, CloudWatch Logs) by Signature Version 4.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import hashlib
import hmac
import time

from otel_lambda.diagnostics import warn_once
from otel_lambda.sdk.http.connection import Connection
from otel_lambda.sdk.http.url import Url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.settings import Settings

_SERVICES = ("xray", "logs")
_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".api.aws")
_EARLY = 300


class Credentials:
    """A key and its secret, and the session's token if there is one; `expires` in Unix seconds."""

    __slots__ = ("expires", "key", "secret", "token")

    def __init__(self, key: str, secret: str, token: str, expires: float = float("inf")) -> None:
        self.key = key
        self.secret = secret
        self.token = token
        self.expires = expires


class Signer:
    """Signs for one service in one region, with the credentials of the function's role."""

    def __init__(self, service: str, region: str, settings: Settings) -> None:
        self._service = service
        self._region = region
        self._settings = settings
        self._credentials: Credentials | None = None

    @staticmethod
    def of(url: Url, settings: Settings) -> Signer | None:
        """Makes a signer if the URL is an endpoint of AWS's, such as xray.us-east-1.amazonaws.com."""
        service, _, rest = url.host.lower().partition(".")
        region, dot, domain = rest.partition(".")
        if service not in _SERVICES or dot + domain not in _DOMAINS:
            return None
        return Signer(service, region, settings)

    def header_lines(self, url: Url, content_type: str, body: bytes, deadline: float) -> str:
        """Returns the headers to add; raises OSError if the credentials are not to be had."""
        credentials = self._credentials
        if credentials is None or credentials.expires - time.time() < _EARLY:
            credentials = self._credentials = self._load(deadline)
        now = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        headers = {"content-type": content_type, "host": url.authority, "x-amz-date": now}
        if credentials.token:
            headers["x-amz-security-token"] = credentials.token
        lines = [f"X-Amz-Date: {now}\r\n"]
        if credentials.token:
            lines.append(f"X-Amz-Security-Token: {credentials.token}\r\n")
        path, _, query = url.path.partition("?")
        authorization = self.authorization(credentials, "POST", path, query, headers, body)
        return "".join([*lines, f"Authorization: {authorization}\r\n"])

    def authorization(
        self,
        credentials: Credentials,
        method: str,
        path: str,
        query: str,
        headers: dict[str, str],
        body: bytes,
    ) -> str:
        """Returns the value of Authorization; all `headers`, in lower case, are signed.

        `path` and `query` are encoded already, and the query's parameters are in their order.
        """
        names = sorted(headers)
        signed = ";".join(names)
        request = "\n".join(
            [
                method,
                path,
                query,
                *[f"{name}:{' '.join(headers[name].split())}" for name in names],
                "",
                signed,
                hashlib.sha256(body).hexdigest(),
            ]
        )
        date = headers["x-amz-date"]
        scope = f"{date[:8]}/{self._region}/{self._service}/aws4_request"
        to_sign = "\n".join(["AWS4-HMAC-SHA256", date, scope, hashlib.sha256(request.encode()).hexdigest()])
        key = b"AWS4" + credentials.secret.encode()
        for part in (*scope.split("/"), to_sign):
            key = hmac.digest(key, part.encode(), "sha256")
        return (
            f"AWS4-HMAC-SHA256 Credential={credentials.key}/{scope}, "
            f"SignedHeaders={signed}, Signature={key.hex()}"
        )

    def _load(self, deadline: float) -> Credentials:
        key, secret, token = self._settings.aws_credentials
        if key and secret:
            return Credentials(key, secret, token)
        uri, authorization = self._settings.aws_container_credentials
        if not uri:
            warn_once("credentials", "AWS_ACCESS_KEY_ID is not set: requests to AWS cannot be signed")
            raise OSError("there are no credentials of AWS's")
        return _of_container(Url(uri), authorization, deadline)


def _of_container(url: Url, authorization: str, deadline: float) -> Credentials:
    """Asks the endpoint that SnapStart has instead of variables, as they would be in the snapshot."""
    import json

    connection = Connection(url, None, None)
    try:
        connection.open(deadline)
        header = f"Authorization: {authorization}\r\n" if authorization else ""
        response = connection.exchange("GET", url.path, header, b"", deadline)
    finally:
        connection.close()
    if response.status != 200:
        raise OSError(f"the credentials' endpoint answered {response.status} {response.reason}")
    try:
        document = json.loads(response.body)
        expires = _epoch_seconds(document["Expiration"])
        return Credentials(
            document["AccessKeyId"], document["SecretAccessKey"], document.get("Token", ""), expires
        )
    except (KeyError, TypeError, ValueError) as error:
        raise OSError(f"the credentials' endpoint answered something else: {error!r}") from None


def _epoch_seconds(text: str) -> int:
    """Reads `2026-11-30T12:00:00Z`, without strptime, which imports modules by itself."""
    from calendar import timegm

    starts = (0, 4), (5, 7), (8, 10), (11, 13), (14, 16), (17, 19)
    return timegm(tuple([int(text[start:end]) for start, end in starts]))
