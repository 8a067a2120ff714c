"""The way to the backend by `https_proxy`, `http_proxy` and `no_proxy`."""

from __future__ import annotations

from otel_lambda.sdk.http.url import Url, endpoint_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from otel_lambda.settings import Settings

_LOCAL = ("localhost", "127.", "::1", "sandbox.localdomain", "sandbox")


def proxy_of(url: Url, settings: Settings) -> Url | None:
    """Returns the proxy for a URL, or None; raises ValueError for what is no proxy's address."""
    text = settings.proxy(url.scheme)
    if not text or _is_local(url.host) or _is_excluded(url.host, settings.no_proxy):
        return None
    try:
        return endpoint_of(text if "://" in text else "http://" + text)
    except ValueError:
        # without the text, which may have a password
        raise ValueError(f"{url.scheme}_proxy is no proxy's address") from None


def _is_local(host: str) -> bool:
    return host.lower().startswith(_LOCAL)


def _is_excluded(host: str, entries: str) -> bool:
    return any(_matches(host.lower(), entry.strip().lower()) for entry in entries.split(","))


def _matches(host: str, entry: str) -> bool:
    if not entry:
        return False
    if entry == "*":
        return True
    domain = entry.lstrip("*").lstrip(".")
    return host == domain or host.endswith("." + domain)


def authorization(proxy: Url) -> str:
    """Returns the header that the proxy wants, or an empty text."""
    return f"Proxy-Authorization: {basic(proxy.user)}\r\n" if proxy.user else ""


def basic(user: str) -> str:
    """Returns what authorizes `user:password`, as a URL has it."""
    from binascii import b2a_base64

    from otel_lambda.settings import unquote

    return "Basic " + b2a_base64(unquote(user).encode(), newline=False).decode()
