"""Reads of the register of messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from convergence.contacts.models import Contact, DoNotContact
from convergence.messaging.addresses import fold
from convergence.messaging.choices import Channel, Fate, LinkVerdict, SuppressionReason, Topic
from convergence.messaging.links import Finding
from convergence.messaging.models import Bounce, Delivery, LinkCheck, Mailing, OutboxMessage, Suppression
from convergence.messaging.rules import OWED, Block

#: Fates of what went out of our hands.
LEFT = (Fate.SENT, Fate.PRINTED, Fate.BOUNCED, Fate.RETURNED)


@dataclass(frozen=True)
class Progress:
    """How far a mailing is. ``fates`` counts the deliveries of each fate, in the order of `Fate`."""

    total: int
    fates: dict[str, int]

    @property
    def waiting(self) -> int:
        """Deliveries not yet handed over."""
        return self.fates.get(Fate.QUEUED, 0) + self.fates.get(Fate.SENDING, 0)

    @property
    def done(self) -> int:
        """Deliveries whose fate is known or uncertain, but no longer waiting."""
        return self.total - self.waiting

    @property
    def handed(self) -> int:
        """Deliveries that left: handed over or printed, even if they came back; neither held back, refused nor uncertain."""
        return sum(self.fates.get(fate, 0) for fate in LEFT)

    @property
    def others(self) -> list[tuple[str, int]]:
        """What became of those that neither wait nor simply left: the words of each fate and how many."""
        kept = [fate for fate in Fate if fate not in (Fate.SENT, Fate.PRINTED, Fate.QUEUED, Fate.SENDING)]
        return [(str(fate.label), self.fates[fate]) for fate in kept if self.fates.get(fate)]

    @property
    def percent(self) -> int:
        """Share done, whole percents, rounded down; 100 only when nothing waits."""
        return 100 if not self.total else self.done * 100 // self.total


def progress(mailing_id: int) -> Progress:
    """How far a mailing is, in one query."""
    return progress_of([mailing_id]).get(mailing_id, Progress(0, {}))


def progress_of(mailing_ids: Iterable[int]) -> dict[int, Progress]:
    """How far several mailings are, in one query; mailings without recipients are left out."""
    counted: dict[int, dict[str, int]] = {}
    rows = Delivery.objects.filter(mailing__in=list(mailing_ids)).values("mailing", "fate").annotate(n=Count("pk"))
    for row in rows.order_by("mailing", "fate"):
        counted.setdefault(row["mailing"], {})[row["fate"]] = row["n"]
    return {
        pk: Progress(sum(fates.values()), {str(f): fates[f] for f in Fate if f in fates})
        for pk, fates in counted.items()
    }


def mailings() -> QuerySet[Mailing]:
    """All bulk mailings, newest first."""
    return Mailing.objects.filter(is_bulk=True).order_by("-created_at", "-pk")


def uncertain() -> QuerySet[Delivery]:
    """Deliveries that a dead worker left: perhaps sent. A person settles each."""
    found = Delivery.objects.filter(fate=Fate.UNCERTAIN).select_related("mailing", "message", "contact")
    return found.order_by("mailing", "pk")


def blocks(address: str) -> list[Block]:
    """What keeps us from writing to an address, now."""
    rows = Suppression.objects.filter(address_key=fold(address), lifted_at__isnull=True).order_by("pk")
    return [Block(Topic(row.topic), SuppressionReason(row.reason)) for row in rows]


def blocked_keys(address_keys: Iterable[str]) -> set[str]:
    """Those of some folded addresses of which something, of any topic, keeps us from writing, now; one query."""
    rows = Suppression.objects.filter(address_key__in=list(address_keys), lifted_at__isnull=True)
    return set(rows.values_list("address_key", flat=True))


def suppressions() -> QuerySet[Suppression]:
    """Addresses not to write to, in force, newest first."""
    return Suppression.objects.filter(lifted_at__isnull=True).order_by("-since", "-pk")


def outbox() -> QuerySet[OutboxMessage]:
    """Messages kept because no mail server is configured, newest first, without their bytes."""
    return OutboxMessage.objects.defer("raw").order_by("-kept_at", "-pk")


def bounces() -> QuerySet[Bounce]:
    """Bounces, those still to be looked at first."""
    return Bounce.objects.select_related("delivery__mailing", "delivery__contact").order_by(
        F("settled_at").asc(nulls_first=True), "-received_at", "-pk"
    )


def returnable(text: str) -> QuerySet[Delivery]:
    """Printed letters among which a returned one is looked for, by name or address."""
    found = Delivery.objects.filter(channel=Channel.POST).select_related("mailing", "contact")
    for word in fold(text).split():
        found = found.filter(address_key__contains=word)
    return found.order_by("-queued_at", "-pk")


def to_print(mailing_id: int) -> QuerySet[Delivery]:
    """Letters of a mailing that go by post and are not held back, in the order of the print run.

    One that is not printed yet is held back by a do-not-contact mark set meanwhile, as an e-mail would be (C25).
    """
    rows = Delivery.objects.filter(mailing=mailing_id, channel=Channel.POST).exclude(fate=Fate.SUPPRESSED)
    today = timezone.localdate()
    marks = DoNotContact.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), since__lte=today, purpose="", channel__in=("ALL", "POST")
    )
    marked = Contact.objects.filter(Q(pk__in=marks.values("contact")) | Q(aliases__in=marks.values("contact")))
    owed = Q(mailing__purpose__in=OWED)
    rows = rows.exclude(~owed & Q(fate=Fate.QUEUED, contact__in=marked.values("pk")))
    return rows.select_related("message", "contact").order_by("pk")


def delivery_by_token(token: str) -> Delivery | None:
    """The delivery that a link or an envelope address names."""
    if not token or "\x00" in token:
        return None
    return Delivery.objects.filter(token=token).select_related("mailing", "message", "contact").first()


def delivery_to(address: str) -> Delivery | None:
    """The last delivery to an address."""
    rows = Delivery.objects.filter(address_key=fold(address), channel=Channel.EMAIL)
    return rows.exclude(fate__in=[Fate.QUEUED, Fate.SUPPRESSED]).order_by("-fate_at", "-pk").first()


def fallbacks(mailing_id: int) -> QuerySet[Delivery]:
    """Deliveries in another language than the reader's, for want of a text (S65)."""
    rows = Delivery.objects.filter(mailing=mailing_id).exclude(wanted_language="")
    return rows.select_related("message", "contact").order_by("pk")


def kept_findings(urls: Sequence[str], *, since: date | None = None) -> dict[str, Finding]:
    """What the link checker last found at these addresses, since a day."""
    rows = LinkCheck.objects.filter(url__in=list(urls))
    if since is not None:
        rows = rows.filter(checked_at__date__gte=since)
    return {row.url: Finding(row.url, LinkVerdict(row.verdict), row.status_code, row.detail) for row in rows}


def uncertain_deliveries() -> QuerySet[Delivery]:
    """Letters perhaps sent, about which a person must decide."""
    return Delivery.objects.filter(fate=Fate.UNCERTAIN)


def bounces_to_read() -> QuerySet[Bounce]:
    """Answers of mail servers that could not be read by themselves."""
    return Bounce.objects.filter(settled_at__isnull=True)
