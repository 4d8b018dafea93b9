"""What is written but cannot be used: so that one fault is told once, where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Unusable:
    """Addresses of things that somebody wrote and that have a fault of their own.

    An address is a kind and names from the outside in: ("wave", "w2"), ("wave", "w2", "sex"),
    ("table", "child", "girl"). Whoever looks for something in vain, or finds it odd, asks here
    before saying so. None in an address that is added stands for any name: of something whose
    own name cannot be read.
    """

    addresses: set[tuple[str | None, ...]] = field(default_factory=set)

    def add(self, *address: str | None) -> None:
        """Take down one thing, and with it everything that it holds."""
        self.addresses.add(address)

    def covers(self, *address: str) -> bool:
        """Whether the thing at the address, or what holds it, was taken down."""
        return any(
            len(known) <= len(address)
            and all(name in (None, given) for name, given in zip(known, address, strict=False))
            for known in self.addresses
        )

    def touches(self, *address: str) -> bool:
        """Whether the thing at the address, what holds it or anything in it was taken down."""
        return any(
            all(name in (None, given) for name, given in zip(known, address, strict=False))
            for known in self.addresses
        )

    def named(self, kind: str) -> set[str]:
        """The outermost names that were taken down of one kind."""
        return {
            known[1]
            for known in self.addresses
            if known[0] == kind and len(known) == 2 and known[1] is not None
        }
