"""From a placed member to a recipient of a call, unsaved."""

from __future__ import annotations

from collections.abc import Collection

from convergence.core.profile import current_profile
from convergence.membership.choices import Language
from convergence.membership.models import CallRecipient, DuesCall
from convergence.membership.queries.audience import Placed
from convergence.membership.rules.audience import Channel
from convergence.membership.rules.letters import pick_language


def main_language(available: Collection[str]) -> str:
    """Return the language of the letter to those whose own is not known: the organisation's, else French."""
    main = current_profile().language
    return main if main in available else Language.FR


def recipient_of(call: DuesCall, one: Placed, available: frozenset[str], main: str) -> CallRecipient:
    """Return the recipient that a placed member becomes.

    `available` are the languages of the letter, `main` that of those whose own is unknown or has no letter (S65).
    """
    member, place = one.member, one.place
    language, is_fallback = pick_language(member.language, available, default=main)
    computation = member.computation
    return CallRecipient(
        call=call,
        member_id=member.contact_id,
        payer_id=member.payer_id,
        group=member.group,
        reason=str(place.reason),
        facts=dict(place.facts),
        language_wanted=member.language,
        language=language,
        is_fallback=is_fallback,
        channel=str(place.channel or ""),
        name=member.name,
        email=member.email if place.channel is Channel.EMAIL else "",
        postal=member.postal,
        region=member.region,
        centrals=list(member.centrals),
        scale=member.scale,
        declared_members=member.declared.value if member.declared else None,
        declared_as_of=member.declared.as_of if member.declared else None,
        computation=[step.as_json() for step in computation.steps] if computation else [],
        amount_cents=computation.total_cents if computation else None,
    )
