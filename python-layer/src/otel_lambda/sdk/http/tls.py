"""TLS to the backend; loaded for https only, by the sender's thread."""

from __future__ import annotations

import socket
import ssl

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _socket


class Tls:
    """A client's TLS context, made once."""

    waits = ssl.SSLWantReadError
    """What a socket that does not block raises where there is nothing to read."""

    def __init__(self, certificate: str, client_key: str, client_certificate: str) -> None:
        """Reads the files, as far as they are named; raises ValueError that names a bad one."""
        self._context = self._create(certificate)
        if client_certificate or client_key:
            try:
                self._context.load_cert_chain(client_certificate, client_key or None)
            except (OSError, ValueError) as error:
                raise ValueError(
                    f"OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE={client_certificate},"
                    f" OTEL_EXPORTER_OTLP_CLIENT_KEY={client_key}: {error}"
                ) from None

    @staticmethod
    def _create(certificate: str) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=certificate or None)
        except (OSError, ValueError) as error:
            raise ValueError(f"OTEL_EXPORTER_OTLP_CERTIFICATE={certificate}: {error}") from None

    def wrap(self, plain: _socket.socket, host: str) -> ssl.SSLSocket:
        """Starts TLS on a connected socket, within its timeout."""
        timeout = plain.gettimeout()
        wrapped = socket.socket(plain.family, plain.type, plain.proto, plain.detach())
        wrapped.settimeout(timeout)
        # bytes, since a text would make the codec "idna" be loaded
        return self._context.wrap_socket(wrapped, server_hostname=host.encode("ascii"))
