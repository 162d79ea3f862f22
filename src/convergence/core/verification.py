"""Proofs that what must not change has not: each app registers its own, `manage.py verify` runs them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from convergence.core import audit

Proof = Callable[[], Iterable[str]]
_proofs: dict[str, Proof] = {}


@dataclass(frozen=True)
class Verdict:
    """What one proof found: a sentence per fault, none when all is well."""

    name: str
    faults: tuple[str, ...]


def proof(name: str) -> Callable[[Proof], Proof]:
    """Register the decorated function under a name such as `finance.ledger`; it returns its faults in words."""

    def register(function: Proof) -> Proof:
        _proofs[name] = function
        return function

    return register


proof("core.audit")(audit.faults)


def verify() -> list[Verdict]:
    """Run every proof, in order of name."""
    return [Verdict(name, tuple(_proofs[name]())) for name in sorted(_proofs)]
