"""Sends the requests of one signal, in a thread of its own: the function waits for no socket."""

from __future__ import annotations

from collections import deque
from time import monotonic

from otel_lambda.concurrency import start_thread
from otel_lambda.diagnostics import describe, warn_once
from otel_lambda.sdk.http.connection import Connection
from otel_lambda.sdk.http.framing import ConnectionLost
from otel_lambda.sdk.http.outbox import Outbox, Request
from otel_lambda.sdk.http.url import Url, endpoint_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from otel_lambda.sdk.http.framing import Response
    from otel_lambda.settings import Settings

_RETRYABLE = (429, 502, 503, 504)
_PAUSE = 0.1
_CONTENT_TYPE = "application/x-protobuf"
_MAX_ATTEMPTS = 1000
_TOKEN = "!#$%&'*+-.^_`|~"
_FRAMING = (
    *("host", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "expect"),
    *("content-type", "content-length", "content-encoding"),
)
_MAX_MERGED = 4 * 1024 * 1024


class Sender:
    """The queue of one signal and the thread that sends it, which starts with the first request."""

    def __init__(self, signal: str, settings: Settings, outbox: Outbox, user_agent: str) -> None:
        """Reads where and how to send."""
        try:
            self._url = endpoint_of(settings.endpoint(signal))
        except ValueError:
            from otel_lambda.sdk.http.endpoint import corrected

            self._url = corrected(settings, signal)
        self._settings = settings
        self._signal = signal
        self._outbox = outbox
        self._timeout = settings.export_timeout(signal)
        self._gzip = settings.gzip(signal)
        self._headers = {"User-Agent": user_agent, **settings.headers(signal)}
        self._header_lines = ""
        self._tls: Any = None
        # which of them is told where one is needed, so that others load nothing for it
        self._is_aws = ".amazonaws." in self._url.host or self._url.host.endswith(".api.aws")
        self._signer: Any = None
        self._connection: Connection | None = None
        self._running = False
        self._failed_before = False
        self._rejected = 0
        # the address without its path, which may be a secret
        self._backend = f"the backend at {self._url.host}"
        self.queue: deque[Request] = deque()
        self.in_flight: Request | None = None
        self.health = outbox.register(self, f"{self._url.scheme}://{self._url.authority}")

    @property
    def runs(self) -> bool:
        """Tells if there is a thread that sends."""
        return self._running

    def start(self) -> None:
        """Starts the thread, unless it runs."""
        if not self._running:
            self._running = True
            self._running = start_thread("telemetry is kept until a thread can be started", self._run)

    def reset(self) -> None:
        """Forgets the thread and the connection, which are another process's."""
        self._running = False
        self._connection = None
        self._failed_before = False
        self.in_flight = None

    def _run(self) -> None:
        while True:
            self._send(self._take())

    def _take(self) -> Request:
        """Waits for the next request; small ones that wait are merged into it."""
        condition = self._outbox.condition
        with condition:
            while True:
                now = monotonic()
                if self.queue and (self.health.may_send(now) or self._outbox.closing):
                    break
                condition.wait()
            request = self.queue[0]
            if len(self.queue) > 1:
                self._merge()
                request = self.queue[0]
            request.begun = now
            request.attempts += 1
            self.in_flight = request
            return request

    def _merge(self) -> None:
        """Makes one request of the first ones: repeated fields of concatenated messages add up."""
        bodies: list[bytes] = []
        size = count = attempts = number = 0
        while self.queue and (not bodies or size + len(self.queue[0].body) <= _MAX_MERGED):
            request = self.queue.popleft()
            bodies.append(request.body)
            size += len(request.body)
            count += request.count
            attempts = max(attempts, request.attempts)
            number = number or request.number
        merged = Request(b"".join(bodies), count)
        merged.attempts = attempts
        merged.number = number
        self.queue.appendleft(merged)

    def _send(self, request: Request) -> None:
        try:
            response = self._exchange(request)
        except OSError as error:
            warn_once(
                self._backend + type(error).__name__,
                f"{self._backend} is not reached, telemetry is kept to be sent later: {describe(error)}",
            )
            self._retry(request, 0.0, isinstance(error, TimeoutError))
            return
        except Exception as error:
            # such as a certificate that cannot be read: it will not be otherwise the next time
            self._drop(request, describe(error))
            return
        if 200 <= response.status < 300:
            self._say_rejection(response)
            self._answered(request)
            return
        from otel_lambda.sdk.http import responses

        if response.status in _RETRYABLE:
            warn_once(
                f"{self._backend}{response.status}",
                f"{self._backend} takes nothing for now: {responses.describe_refusal(response)}",
            )
            self._retry(request, responses.retry_after(response), False)
        else:
            self._drop(request, responses.describe_refusal(response))

    def _exchange(self, request: Request) -> Response:
        deadline = monotonic() + self._timeout
        body = _compress(request.body) if self._gzip else request.body
        if not self._header_lines:
            self._header_lines = self._make_header_lines()
        headers = self._header_lines + self._signature(body, deadline)
        connection = self._connection
        if connection is not None and connection.is_usable():
            try:
                return connection.post(headers, body, deadline)
            except ConnectionLost:
                # closed by the peer in the meantime, without having taken the request: once more
                pass
        connection = Connection(self._url, self._proxy(), self._tls_context())
        self._connection = connection
        try:
            connection.open(deadline)
            return connection.post(headers, body, deadline)
        except BaseException:
            connection.close()
            self._connection = None
            raise

    def _signature(self, body: bytes, deadline: float) -> str:
        """Returns header lines with a signature where the backend is AWS itself."""
        if not self._is_aws:
            return ""
        if self._signer is None:
            from otel_lambda.sdk.http.sigv4 import Signer

            self._signer = Signer.of(self._url, self._settings)
            self._is_aws = self._signer is not None
        if self._signer is None:
            return ""
        signature: str = self._signer.header_lines(self._url, _CONTENT_TYPE, body, deadline)
        return signature

    def _proxy(self) -> Url | None:
        if not self._settings.proxy(self._url.scheme):
            return None
        from otel_lambda.sdk.http.proxy import proxy_of

        return proxy_of(self._url, self._settings)

    def _tls_context(self) -> Any:
        if self._tls is None and self._url.scheme == "https":
            from otel_lambda.sdk.http.tls import Tls

            self._tls = Tls(*self._settings.certificates(self._signal))
        return self._tls

    def _answered(self, request: Request) -> None:
        condition = self._outbox.condition
        with condition:
            self.in_flight = None
            self._failed_before = False
            self.health.answered(request.begun)
            self._outbox.remove(self, request)
            condition.notify_all()

    def _drop(self, request: Request, why: str) -> None:
        warn_once(
            self._backend + why,
            f"{request.count} {self._items} are dropped: {why} ({self._backend})",
        )
        self._answered(request)

    def _retry(self, request: Request, retry_after: float, timed_out: bool) -> None:
        """Lets the next attempt follow after 0.1 s once, then when the backend may be asked."""
        condition = self._outbox.condition
        with condition:
            self.in_flight = None
            again = not self._failed_before and not timed_out and not retry_after and self.health.is_up
            self._failed_before = again
            if not again:
                self.health.failed(monotonic(), retry_after)
                if self._outbox.closing:
                    while self.queue:
                        self._outbox.remove(self, self.queue[0])
            if request.attempts >= _MAX_ATTEMPTS:
                self._outbox.remove(self, request)
            condition.notify_all()
            if again:
                end = monotonic() + _PAUSE
                while monotonic() < end:
                    condition.wait(end - monotonic())

    def _make_header_lines(self) -> str:
        lines = {"Content-Type": _CONTENT_TYPE}
        if self._gzip:
            lines["Content-Encoding"] = "gzip"
        for name, value in self._headers.items():
            fault = _fault(name, value)
            if fault:
                # never the value, which may be a key
                warn_once(f"header {name}", f"OTEL_EXPORTER_OTLP_HEADERS={name}=…: {fault}; it is not sent")
            else:
                lines[name] = value
        if self._url.user and "authorization" not in map(str.lower, lines):
            from otel_lambda.sdk.http.proxy import basic

            lines["Authorization"] = basic(self._url.user)
        return "".join([f"{name}: {value}\r\n" for name, value in lines.items()])

    @property
    def _items(self) -> str:
        return {"traces": "spans", "logs": "log records"}.get(self._signal, "metrics")

    def _say_rejection(self, response: Response) -> None:
        if not response.body:
            return
        from otel_lambda.sdk.http import responses

        rejected = responses.rejection(response.body)
        if rejected is None:
            return
        self._rejected += rejected[0]
        warn_once(
            self._backend + rejected[1],
            f"{self._rejected} {self._items} are dropped: {self._backend} rejects them: {rejected[1]}",
        )


def _fault(name: str, value: str) -> str:
    """Returns why a header cannot be sent, or nothing if it can."""
    if not all((each.isalnum() and each.isascii()) or each in _TOKEN for each in name):
        return "no name of a header"
    if name.lower() in _FRAMING:
        return "it is set by the exporter"
    if any((each < " " and each != "\t") or each == "\x7f" for each in value):
        return "its value has a control character"
    return ""


def _compress(body: bytes) -> bytes:
    from zlib import compressobj

    compressor = compressobj(6, 8, 31)
    return compressor.compress(body) + compressor.flush()
