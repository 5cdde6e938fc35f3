"""Which addresses may be fetched: http and https on the public internet, plainly written.

An address is judged twice: its spelling before anything is looked up, and each number
that its name stands for before anything is connected to.  What may not be fetched is
refused with the reason; it is never mended.

The special-purpose networks are those of the registries of RFC 6890.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

import idna

from app.errors import AddressRefused
from app.problems import printable

IP = IPv4Address | IPv6Address

PORTS = {"http": 80, "https": 443}
#: Below it other services than the web have their ports: SSH, mail, directories.
_FIRST_FREE_PORT = 1024
_MOST_LETTERS = 4096

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?!.{{254}}){_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
#: What stands as it is in a path or query; the rest is percent-encoded (RFC 3986, 2).
_KEPT = "/?:@!$&'()*+,;=~%-._[]"

#: Names for this machine or the network at hand (RFC 6761, 6762, 8375, ICANN).
_LOCAL_NAMES = frozenset(
    {"localhost", "localdomain", "local", "internal", "intranet", "private", "corp"}
    | {"home", "lan", "ip6-localhost", "ip6-loopback"}
)
_LOCAL_ENDINGS = (".home.arpa", ".in-addr.arpa", ".ip6.arpa")

_SPECIAL = tuple(
    (ip_network(network), what)
    for network, what in (
        ("0.0.0.0/8", "an address of this very network"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address inside a provider’s network (CGNAT)"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "an address for documentation"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "an address for benchmarks"),
        ("198.51.100.0/24", "an address for documentation"),
        ("203.0.113.0/24", "an address for documentation"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
        ("::/128", "the unspecified address"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4 address written as IPv6"),
        ("::ffff:0:0:0/96", "an IPv4 address written as IPv6"),
        ("::/96", "an IPv4 address written as IPv6"),
        ("64:ff9b:1::/48", "a translated address inside a network"),
        ("2001::/32", "a tunnel to an IPv4 address (Teredo)"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a tunnel to an IPv4 address (6to4)"),
        ("3fff::/20", "an address for documentation"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a private address"),
        ("ff00::/8", "a multicast address"),
    )
)
#: Where a network has only IPv6, every IPv4 host is reached here (RFC 6052): what counts
#: is the IPv4 address inside.
_NAT64 = ip_network("64:ff9b::/96")
#: All that is handed out to the public so far (RFC 4291, 2.4).
_GLOBAL_UNICAST = ip_network("2000::/3")


@dataclass(frozen=True, slots=True)
class Target:
    """An address whose spelling may be fetched, taken apart.

    ``host`` is a name in ASCII, or an IP address without brackets; ``path`` is what a
    request asks for, with the query; ``url`` is the whole, as it is sent and kept.
    """

    scheme: str
    host: str
    port: int
    path: str

    @property
    def url(self) -> str:
        """Return the address in its one spelling, without a fragment."""
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """Return host and port as they stand in an address, and in the header Host."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def target(url: str, *, base: str = "", allow_private: bool = False) -> Target:
    """Take an address apart, relative to *base* where that is given.

    Raises:
        AddressRefused: it is not plainly one of http or https, or its host is local.

    >>> target("HTTPS://Example.ORG/a b?c=d#e").url
    'https://example.org/a%20b?c=d'
    >>> target("http://2130706433/")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    app.errors.AddressRefused: http://2130706433/: “2130706433” is a number that ...
    """
    shown = printable(url[:200])
    text = url.strip(" \t\r\n")
    if len(text) > _MOST_LETTERS:
        raise AddressRefused(f"{shown}…: longer than {_MOST_LETTERS} characters")
    if _CONTROL.search(text) or "\\" in text:
        raise AddressRefused(f"{shown}: a control character or backslash stands in it")
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in PORTS:
        raise AddressRefused(f"{shown}: only http and https are fetched")
    try:
        parts = urlsplit(urljoin(base, text) if base else text)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(f"{shown}: {error}") from error
    if parts.scheme not in PORTS:
        raise AddressRefused(f"{shown}: it does not begin with http:// or https://")
    if "@" in parts.netloc:
        raise AddressRefused(f"{shown}: it holds a user name or password")
    if "%" in parts.netloc:
        raise AddressRefused(f"{shown}: the host is written with percent signs")
    host = _host(parts.netloc, parts.hostname or "", shown)
    if not allow_private:
        _refuse_local(host, shown)
        _refuse_port(parts.scheme, port, shown)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    wanted = quote(path if path.startswith("/") else f"/{path}", safe=_KEPT)
    chosen = PORTS[parts.scheme] if port is None else port
    if not chosen:
        raise AddressRefused(f"{shown}: there is no port 0")
    return Target(parts.scheme, host, chosen, wanted)


def why_refused(address: IP) -> str | None:
    """Say what an IP address is that is not one of the public internet's.

    >>> why_refused(ip_address("10.1.2.3"))
    'a private address'
    >>> why_refused(ip_address("9.9.9.9"))
    """
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return "an address of one network interface"
        if address in _NAT64:
            inner = why_refused(IPv4Address(int(address) & 0xFFFF_FFFF))
            return inner and f"{inner}, translated (NAT64)"
    for network, what in _SPECIAL:
        if address in network:
            return what
    if address.version == 6 and address not in _GLOBAL_UNICAST:
        return "a reserved address"
    return None if address.is_global else "not a public address"


def literal(host: str) -> IP | None:
    """Return the IP address that a host is, or None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def _host(netloc: str, host: str, shown: str) -> str:
    """Return the host in its one spelling: lower case, ASCII, numbers plainly written."""
    if netloc.startswith("["):
        address = literal(host)
        if not isinstance(address, IPv6Address) or address.scope_id is not None:
            raise AddressRefused(f"{shown}: what stands in brackets is no IPv6 address")
        return str(address)
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise AddressRefused(f"{shown}: the host is no name: {error}") from error
    host = host.lower().removesuffix(".")
    if not _NAME.fullmatch(host):
        raise AddressRefused(f"{shown}: “{printable(host)}” is not the name of a host")
    # Resolvers take “127.1”, “0x7f.1” and “2130706433” for 127.0.0.1; so does WHATWG.
    if _NUMBER.fullmatch(host.rpartition(".")[2]) and literal(host) is None:
        raise AddressRefused(
            f"{shown}: “{host}” is a number that programs read differently; "
            "an IPv4 address is written as four decimal numbers"
        )
    return host


def _refuse_local(host: str, shown: str) -> None:
    address = literal(host)
    what = None
    if address is not None:
        what = why_refused(address)
    elif host.rpartition(".")[2] in _LOCAL_NAMES or host.endswith(_LOCAL_ENDINGS):
        what = "a name for this machine or the network at hand"
    elif "." not in host:
        what = "a name that only the network at hand knows"
    if what is not None:
        raise AddressRefused(f"{shown}: “{host}” is {what}; {_ALLOW}")


def _refuse_port(scheme: str, port: int | None, shown: str) -> None:
    if port is None or port in PORTS.values() or port >= _FIRST_FREE_PORT:
        return
    raise AddressRefused(f"{shown}: port {port} is not one of {scheme}; {_ALLOW}")


_ALLOW = "--allow-private fetches it all the same"


def checked(target: Target, found: list[str], *, allow_private: bool) -> list[IP]:
    """Return the IP addresses that a name stands for, in the order of the resolver.

    One that is not public is reason enough to refuse them all: which one a later look-up
    would give first is in the hand of whoever owns the name.

    Raises:
        AddressRefused: there is none, or one of them is not of the public internet.
    """
    addresses = [address for text in found if (address := literal(text)) is not None]
    if not addresses or len(addresses) < len(found):
        raise AddressRefused(f"{target.url}: “{target.host}” has no IP address")
    for address in addresses:
        what = None if allow_private else why_refused(address)
        if what is not None:
            raise AddressRefused(
                f"{target.url}: “{target.host}” leads to {address}, {what}; {_ALLOW}"
            )
    return list(dict.fromkeys(addresses))
