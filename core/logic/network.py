"""Which network addresses the server calls when somebody else gave the address."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
# An IPv6 address that only wraps an IPv4 one (translation, RFC 6052) goes where that one goes.
_TRANSLATED: Final = IPv6Network("64:ff9b::/96")


def is_reachable(address: Address, *, allowed: tuple[str, ...] = ()) -> bool:
    """Say whether we call this network address: a public one, or one in the networks the operator allows (CIDR)."""
    if any(address in ip_network(one) for one in allowed):
        return True
    if isinstance(address, IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or _translated(address)
        if inner is not None:
            return is_reachable(inner)
    return address.is_global and not address.is_multicast


def _translated(address: IPv6Address) -> IPv4Address | None:
    return IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
