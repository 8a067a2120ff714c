"""The backend's address, read without urllib.parse, which bare functions do not load."""

from __future__ import annotations


class Url:
    """An http or https URL; `authority` is host and port as the header Host has them."""

    __slots__ = ("authority", "host", "path", "port", "scheme", "user")

    def __init__(self, text: str) -> None:
        """Reads the URL; raises ValueError that says what is wrong with it."""
        scheme, separator, rest = text.partition("://")
        self.scheme = scheme.lower()
        if not separator or self.scheme not in ("http", "https"):
            raise ValueError("not an http or https URL")
        rest = rest.partition("#")[0]
        cut = min((rest.find(each) for each in "/?" if each in rest), default=len(rest))
        authority, path = rest[:cut], rest[cut:]
        self.user, _, authority = authority.rpartition("@")
        self.path = path if path.startswith("/") else "/" + path
        self.authority = authority
        self.host, self.port = _host_and_port(authority, 443 if self.scheme == "https" else 80)
        if not self.host:
            raise ValueError("the URL has no host")
        if any(ord(each) <= 32 for each in self.path + authority):
            raise ValueError("the URL has blanks or control characters")


def endpoint_of(text: str) -> Url:
    """Returns a URL that requests can be sent to as it is written."""
    if not text.isascii():
        raise ValueError("the URL has characters that are no ASCII")
    return Url(text)


def _host_and_port(authority: str, default: int) -> tuple[str, int]:
    if authority.startswith("["):
        host, bracket, rest = authority[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise ValueError("the URL's IPv6 address is not closed")
        port = rest[1:]
    else:
        host, _, port = authority.partition(":")
    if not port:
        return host, default
    if not (port.isascii() and port.isdigit() and len(port) < 6 and 0 < int(port) < 65536):
        raise ValueError("the URL's port is not a number from 1 to 65535")
    return host, int(port)
