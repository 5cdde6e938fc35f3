"""Every road to an address that is not of the public internet ends before it begins."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import AddressRefused
from app.words.address import Target, checked, target, why_refused

#: Each way to write an address that leads to this machine, its network, or nowhere.
ROADS = """
http://127.0.0.1/
http://127.0.0.1:8000/
http://127.8.9.10/
http://127.1/
http://127.0.1/
http://127.0.0.1./
http://2130706433/
http://017700000001/
http://0x7f000001/
http://0x7f.0.0.1/
http://0x7f.1/
http://0177.0.0.1/
http://0177.0.0.01/
http://127.0.0.01/
http://00127.0.0.1/
http://127.0.0.0x1/
http://0/
http://0.0.0.0/
http://0.1.2.3/
http://10.0.0.1/
http://10.255.255.255/
http://0xa.0.0.1/
http://167772161/
http://012.0.0.1/
http://172.16.0.1/
http://172.31.255.254/
http://192.168.0.1/
http://192.168.1/
http://3232235521/
http://169.254.169.254/latest/meta-data/
http://2852039166/
http://0xa9fea9fe/
http://169.254.43518/
http://100.64.0.1/
http://100.127.255.255/
http://192.0.0.8/
http://192.0.2.1/
http://192.88.99.1/
http://198.18.0.1/
http://198.51.100.1/
http://203.0.113.1/
http://224.0.0.1/
http://239.255.255.250/
http://240.0.0.1/
http://255.255.255.255/
http://[::]/
http://[::1]/
http://[0:0:0:0:0:0:0:1]/
http://[0000:0000:0000:0000:0000:0000:0000:0001]/
http://[::ffff:127.0.0.1]/
http://[::ffff:7f00:1]/
http://[::ffff:10.0.0.1]/
http://[::ffff:8.8.8.8]/
http://[::ffff:0:127.0.0.1]/
http://[::127.0.0.1]/
http://[::7f00:1]/
http://[64:ff9b::127.0.0.1]/
http://[64:ff9b::a9fe:a9fe]/
http://[64:ff9b::10.0.0.1]/
http://[64:ff9b:1::1]/
http://[2002:7f00:1::]/
http://[2002:c0a8:1::1]/
http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/
http://[2001:db8::1]/
http://[3fff::1]/
http://[100::1]/
http://[5f00::1]/
http://[4000::1]/
http://[fc00::1]/
http://[fd00:ec2::254]/
http://[fe80::1]/
http://[fe80::1%25eth0]/
http://[fe80::1%eth0]/
http://[fec0::1]/
http://[ff02::1]/
http://[::1/
http://[127.0.0.1]/
http://[v1.fe80::1]/
http://localhost/
http://LOCALHOST/
http://localhost./
http://localhost:8080/
http://a.localhost/
http://localhost.localdomain/
http://ip6-localhost/
http://printer/
http://printer.local/
http://router.lan/
http://metadata.google.internal/
http://box.home.arpa/
http://1.0.0.127.in-addr.arpa/
http://①②⑦.⓪.⓪.①/
http://１２７.0.0.1/
http://127。0。0。1/
http://127．0．0．1/
http://ⓛocalhost/
http://ｌｏｃａｌｈｏｓｔ/
http://ⅼocalhost/
http://localho%73t/
http://127.0.0.%31/
http://%31%32%37.0.0.1/
http://user@127.0.0.1/
http://user:secret@example.org/
http://example.org@127.0.0.1/
http://example.org:80@127.0.0.1/
http://127.0.0.1#@example.org/
http://127.0.0.1?@example.org/
http://127.0.0.1\\@example.org/
http://example.org\\@127.0.0.1/
http:\\\\127.0.0.1/
http:///127.0.0.1/
http:/127.0.0.1/
http:127.0.0.1/
//127.0.0.1/
127.0.0.1
http://exa mple.org/
http://example..org/
http://.example.org/
http://-example.org/
http://example.org:22/
http://example.org:25/
http://example.org:0/
http://example.org:65536/
http://example.org:-1/
http://example.org:٨٠/
http://example.org:8o/
http://1.2.3.4.5/
http://1.2.3/
http://1.2.3.256/
http://example.0x/
http://example.123/
http://
http://:80/
http://*/
http://[]/
file:///etc/passwd
FILE:///etc/passwd
ftp://example.org/
gopher://127.0.0.1:70/
dict://127.0.0.1:11211/
data:text/html,x
javascript:alert(1)
ssh://example.org/
unix:///var/run/docker.sock
view-source:http://example.org/
jar:http://example.org!/
""".strip().splitlines()


@pytest.mark.parametrize("url", ROADS)
def test_a_road_to_a_private_address_is_refused(url: str) -> None:
    """However it is written: refused by its spelling, with the reason, nothing looked up."""
    with pytest.raises(AddressRefused) as caught:
        target(url)
    assert len(str(caught.value)) > len(": x")


@pytest.mark.parametrize(
    "char", ["\t", "\n", "\r", "\x00", "\x1b", "\x7f", "\x85", "\u2028"]
)
def test_a_control_character_is_refused(char: str) -> None:
    """Some programs drop these; what stands behind them would then be read differently."""
    with pytest.raises(AddressRefused, match="control character"):
        target(f"http://example.org/{char}x")
    with pytest.raises(AddressRefused):
        target(f"http://127.0{char}.0.1/")
    with pytest.raises(AddressRefused):
        target(f"ht{char}tp://example.org/")


def test_what_is_refused_cannot_deceive_a_terminal() -> None:
    """The message shows an escape as what it is."""
    with pytest.raises(AddressRefused) as caught:
        target("http://example.org/\x1b[2J")
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "sent", "host", "port"),
    [
        ("https://example.org", "https://example.org/", "example.org", 443),
        ("HTTPS://EXAMPLE.org:443/A", "https://example.org/A", "example.org", 443),
        ("http://example.org./a", "http://example.org/a", "example.org", 80),
        ("http://example.org:8080/", "http://example.org:8080/", "example.org", 8080),
        ("http://example.org?q", "http://example.org/?q", "example.org", 80),
        ("http://example.org/a#b", "http://example.org/a", "example.org", 80),
        ("http://example.org/a b", "http://example.org/a%20b", "example.org", 80),
        ("http://example.org/%C3%B1%20/ñ", "http://example.org/%C3%B1%20/%C3%B1", "example.org", 80),
        ("http://señal.example/", "http://xn--seal-hqa.example/", "xn--seal-hqa.example", 80),
        ("http://9.9.9.9/", "http://9.9.9.9/", "9.9.9.9", 80),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/", "2606:4700::1111", 80),
        ("http://[64:ff9b::9.9.9.9]/", "http://[64:ff9b::909:909]/", "64:ff9b::909:909", 80),
        ("https://web.archive.org/web/2019id_/https://x.org/a", "https://web.archive.org/web/2019id_/https://x.org/a", "web.archive.org", 443),
    ],
)  # fmt: skip
def test_a_public_address_has_one_spelling(
    url: str, sent: str, host: str, port: int
) -> None:
    """What is public passes, and is sent and kept in one spelling."""
    found = target(url)

    assert (sent, host, port) == (found.url, found.host, found.port)
    assert found == target(found.url)


PRIVATE = [
    "http://127.0.0.1:8000/",
    "http://localhost/",
    "http://[::1]/",
    "http://printer/",
    "http://10.0.0.1:22/",
]


@pytest.mark.parametrize("url", PRIVATE)
def test_what_is_private_is_allowed_on_demand(url: str) -> None:
    """``--allow-private`` lets plainly written private addresses through."""
    assert target(url, allow_private=True).url == url


@pytest.mark.parametrize(
    "url",
    ["http://127.1/", "http://user@localhost/", "file:///etc/passwd", "http://0x7f.1/",
     "ftp://localhost/", "http://[fe80::1%25eth0]/", "http://127.0.0.1\\@x/"],
)  # fmt: skip
def test_what_is_not_plain_is_never_allowed(url: str) -> None:
    """Neither odd numbers nor passwords nor other schemes, whatever is allowed."""
    with pytest.raises(AddressRefused):
        target(url, allow_private=True)


@pytest.mark.parametrize(
    ("place", "leads_to"),
    [
        ("b", "https://example.org/a/b"),
        ("/b", "https://example.org/b"),
        ("?c", "https://example.org/a/?c"),
        ("//other.example/b", "https://other.example/b"),
        ("http://other.example", "http://other.example/"),
        ("../../../b", "https://example.org/b"),
    ],
)
def test_a_relative_address_is_read_from_its_base(place: str, leads_to: str) -> None:
    """Relative references are resolved as RFC 3986 has it."""
    assert leads_to == target(place, base="https://example.org/a/").url


@pytest.mark.parametrize("place", ["//127.0.0.1/", "//localhost", "file:x", "https:127.1"])
def test_a_relative_address_is_judged_too(place: str) -> None:
    """What a redirect leads to is judged like what a person writes."""
    with pytest.raises(AddressRefused):
        target(place, base="http://example.org/a/")


AT = Target("https", "name.example", 443, "/")


@pytest.mark.parametrize(
    "found",
    [[], ["127.0.0.1"], ["9.9.9.9", "10.0.0.1"], ["10.0.0.1", "9.9.9.9"], ["::1"],
     ["2606:4700::1111", "::ffff:127.0.0.1"], ["fe80::1%2"], ["nonsense"], ["9.9.9.9", "x"]],
)  # fmt: skip
def test_a_name_that_leads_to_a_private_address_is_refused(found: list[str]) -> None:
    """One private address among those of a name is enough; none at all is too."""
    with pytest.raises(AddressRefused, match=r"name\.example"):
        checked(AT, found, allow_private=False)


def test_the_addresses_of_a_name_keep_their_order() -> None:
    """What the resolver prefers comes first, and once."""
    found = checked(AT, ["2606:4700::1111", "9.9.9.9", "9.9.9.9"], allow_private=False)

    assert ["2606:4700::1111", "9.9.9.9"] == [str(ip) for ip in found]


@given(st.ip_addresses())
@settings(deadline=None)
def test_what_passes_is_global(ip: object) -> None:
    """No address passes that the standard library does not take for public too."""
    address = ip_address(str(ip))
    if address in ip_network("64:ff9b::/96"):
        return
    if why_refused(address) is None:
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_private
        assert not address.is_reserved
