"""TLS to the backend; loaded for https only, by the sender's thread.

By `_ssl`, as the modules `ssl` and `socket` take 10 ms of CPU to load, and are what gevent and eventlet
replace.
"""

from __future__ import annotations

import _socket
import _ssl
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Tls:
    """A client's TLS context, made once, with what `ssl.create_default_context` asks of a server."""

    waits = _ssl.SSLWantReadError
    """What a socket that does not block raises where there is nothing to read."""

    def __init__(self, certificate: str, client_key: str, client_certificate: str) -> None:
        """Reads the files, as far as they are named; raises ValueError that names a bad one."""
        # it verifies certificates and hosts
        self._context = _ssl._SSLContext(_ssl.PROTOCOL_TLS_CLIENT)
        if sys.version_info >= (3, 13):
            self._context.verify_flags |= _ssl.VERIFY_X509_PARTIAL_CHAIN | _ssl.VERIFY_X509_STRICT
        self._load_authorities(certificate)
        if client_certificate or client_key:
            try:
                self._context.load_cert_chain(client_certificate, client_key or None)
            except (OSError, ValueError) as error:
                raise ValueError(
                    f"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE={client_certificate},"
                    f" OTEL_EXPORTER_OTLP_CLIENT_KEY={client_key}: {error}"
                ) from None

    def _load_authorities(self, certificate: str) -> None:
        if not certificate:
            self._context.set_default_verify_paths()
            return
        try:
            self._context.load_verify_locations(certificate)
        except (OSError, ValueError) as error:
            raise ValueError(f"OTEL_EXPORTER_OTLP_CERTIFICATE={certificate}: {error}") from None

    def wrap(self, plain: _socket.socket, host: str) -> TlsSocket:
        """Starts TLS on a connected socket, within its timeout; raises OSError."""
        wrapped = TlsSocket(plain.family, plain.type, plain.proto, plain.detach())
        wrapped.settimeout(plain.gettimeout())
        wrapped.start(self._context, host)
        return wrapped


class TlsSocket(_socket.socket):
    """A connected socket with TLS, once it is started."""

    _connection: Any

    def start(self, context: Any, host: str) -> None:
        """Agrees with the server on a connection; raises OSError, also for another host's certificate."""
        self._connection = context._wrap_socket(self, False, host)
        self._connection.do_handshake()

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Returns what has come, of so many bytes at most; nothing at the connection's end."""
        try:
            received: bytes = self._connection.read(size)
            return received
        except _ssl.SSLEOFError:
            # many servers close without a word
            return b""

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Sends all bytes."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._connection.write(rest) :]
