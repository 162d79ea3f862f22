"""Tools, versions, stock, orders, the pool and adoptions."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from convergence.activities.commands import create_activity
from convergence.contacts.commands import create_person
from convergence.core.errors import AlreadyDone, BadValue, NotAllowed
from convergence.core.models import AuditEntry
from convergence.core.profile import change_profile
from convergence.education.tools import commands, errors
from convergence.education.tools.models import Order, PoolUse, StockMovement, Tool
from convergence.education.tools.queries import catalogue, used
from convergence.education.tools.queries.orders import money_of, token_of
from convergence.education.tools.queries.pool import shared_by
from convergence.finance.commands import record_payment
from convergence.finance.models import Invoice
from convergence.finance.queries import credits_of_payer
from convergence.messaging.models import Delivery
from tests.education.tools.conftest import PDF

pytestmark = pytest.mark.django_db


@pytest.mark.rule("S82")
def test_a_tool_without_axis_gets_education_and_may_move(axis: Any, at: datetime, tool: Any) -> None:
    made = tool()
    assert made.axis == axis
    moved = commands.change_tool(tool_id=made.pk, axis=None, actor=None, at=at)
    assert moved.axis is None


@pytest.mark.rule("S8", "S84")
def test_nothing_is_published_without_a_licence_nor_a_file(at: datetime) -> None:
    made = commands.create_tool(kind="GUIDE", title="Guide", actor=None, at=at)
    with pytest.raises(errors.LicenceMissing):
        commands.publish_tool(tool_id=made.pk, actor=None, at=at)
    commands.change_tool(tool_id=made.pk, licence="CC_BY", actor=None, at=at)
    with pytest.raises(errors.NothingToPublish):
        commands.publish_tool(tool_id=made.pk, actor=None, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tool.objects.filter(pk=made.pk).update(state="PUBLISHED", licence="")


@pytest.mark.rule("S84")
def test_a_published_version_stays_as_it_is(tool: Any, at: datetime) -> None:
    made = tool()
    first = made.versions.get()
    with pytest.raises(errors.VersionIsPublished):
        commands.add_edition(version_id=first.pk, language="en", content=PDF, name="b.pdf", actor=None, at=at)
    with pytest.raises(errors.VersionIsPublished):
        commands.remove_edition(edition_id=made.editions.get().pk, actor=None, at=at)
    second = commands.add_version(tool_id=made.pk, changes="Corrigé", actor=None, at=at)
    with pytest.raises(errors.NothingToPublish):
        commands.publish_version(version_id=second.pk, actor=None, at=at)
    given: dict[str, Any] = {"version_id": second.pk, "actor": None, "at": at}
    commands.add_edition(language="es", title="Historieta", content=PDF, name="c.pdf", **given)
    with pytest.raises(errors.EditionThere):
        commands.add_edition(language="es", content=PDF, name="d.pdf", **given)
    with pytest.raises(ValidationError):
        commands.add_edition(language="fr", url="javascript:alert(1)", **given)
    assert made.shown("es") == ("Bande dessinée", "fr")
    commands.publish_version(version_id=second.pk, actor=None, at=at)
    assert made.shown("es") == ("Historieta", "es")
    assert [one.number for one in catalogue.published_versions(made)] == [2, 1]


@pytest.mark.rule("S50")
def test_an_author_is_named_by_the_pseudonym_and_no_file_tells_more(tool: Any, at: datetime) -> None:
    made = tool(published=False)
    given: dict[str, Any] = {"actor": None, "at": at}
    person = create_person(given_name="Chloé", family_name="Civil", pseudonym="Chloloula", **given)
    credit = commands.add_credit(tool_id=made.pk, capacity="AUTHOR", person_id=person.pk, **given)
    assert str(credit) == "Chloloula (auteur·rice)"
    version = made.versions.get()
    told = PDF + "<< /Author (Chloé Civil) >>".encode("latin-1")
    with pytest.raises(errors.CivilNameInside):
        commands.add_edition(version_id=version.pk, language="en", content=told, name="b.pdf", **given)


def test_a_former_short_name_is_taken_for_ever(tool: Any, at: datetime) -> None:
    made = tool("Guide")
    commands.change_tool(tool_id=made.pk, slug="guide-nouveau", actor=None, at=at)
    with pytest.raises(errors.SlugTaken):
        commands.create_tool(kind="GUIDE", title="Autre", slug="guide", actor=None, at=at)
    assert commands.create_tool(kind="GUIDE", title="Guide", actor=None, at=at).slug == "guide-2"


@pytest.mark.rule("S84")
def test_stock_is_the_sum_of_movements_that_nobody_changes(printing: Any, at: datetime) -> None:
    made = printing(left=10)
    given: dict[str, Any] = {"printing_id": made.pk, "actor": None, "at": at}
    commands.move_stock(kind="GIVEN", quantity=4, **given)
    with pytest.raises(errors.OutOfStock):
        commands.move_stock(kind="LOST", quantity=7, **given)
    commands.move_stock(kind="COUNTED", quantity=5, **given)
    assert commands.move_stock(kind="COUNTED", quantity=5, **given) is None
    for kind, quantity in (("RECEIVED", 0), ("ORDERED", 1), ("GIVEN", -3)):
        with pytest.raises(BadValue):
            commands.move_stock(kind=kind, quantity=quantity, **given)
    rows = list(made.movements.order_by("rank").values_list("rank", "quantity", "left"))
    assert rows == [(1, 10, 10), (2, -4, 6), (3, -1, 5)]
    last = made.movements.first()
    with pytest.raises(DatabaseError), transaction.atomic():
        StockMovement.objects.filter(pk=last.pk).update(left=99)
    with pytest.raises(DatabaseError), transaction.atomic():
        last.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        StockMovement.objects.create(printing=made, rank=4, kind="LOST", quantity=-9, left=-4, recorded_at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockMovement.objects.create(printing=made, rank=3, kind="LOST", quantity=-1, left=4, recorded_at=at)


@pytest.mark.rule("S84")
def test_an_order_is_accepted_invoiced_paid_and_shipped(printing: Any, ordered: Any, at: datetime) -> None:
    made = printing(left=10)
    given: dict[str, Any] = {"actor": None, "at": at}
    change_profile(gst_number="123456789 RT0001", qst_number="1234567890 TQ0001", **given)
    commands.write_postage(up_to=5, cents=450, **given)
    order = ordered({made.pk: 3}, organisation="Syndicat du fil", key="k1")
    assert ordered({made.pk: 3}, key="k1") == order
    assert (order.total_cents, order.postage_cents, order.postal_code) == (None, 450, "H2X 1Y4")  # no rate yet
    assert made.movements.first().left == 7
    with pytest.raises(errors.PayerMissing):
        commands.accept_order(order_id=order.pk, **given)
    with pytest.raises(errors.TaxRateMissing):
        commands.accept_order(order_id=order.pk, writes_record=True, **given)
    commands.write_rate(tax="GST", rate=5_000, start_date=date(2024, 1, 1), **given)
    commands.write_rate(tax="QST", rate=9_975, start_date=date(2024, 1, 1), **given)
    order = commands.accept_order(order_id=order.pk, writes_record=True, **given)
    assert (order.gst_cents, order.qst_cents, order.total_cents) == (203, 404, 4_657)
    lines = list(order.invoice.lines.order_by("position").values_list("label", "amount_cents"))
    assert lines == [
        ("3 × Bande dessinée, album", 3_600),
        ("Frais d’envoi", 450),
        ("TPS (no 123456789 RT0001)", 203),
        ("TVQ (no 1234567890 TQ0001)", 404),
    ]
    assert (order.contact.name, order.contact.points.get().value) == ("Syndicat du fil", "ana@syndicat.example")
    assert order.invoice.reference == order.number
    record_payment(
        payer_id=order.contact_id,
        amount_cents=4_657,
        method="CHEQUE",
        received_date=at.date(),
        allocations=[(order.invoice_id, 4_657)],
        **given,
    )
    assert money_of([order])[order.pk].owed_cents == 0
    order = commands.ship_order(order_id=order.pk, tracking="Postes 123", **given)
    assert order.state == "SHIPPED"
    with pytest.raises(errors.NoSuchStep):
        commands.cancel_order(order_id=order.pk, reason="trop tard", **given)
    subjects = list(Delivery.objects.order_by("pk").values_list("message__subject", flat=True))
    assert [" ".join(subject.split()) for subject in subjects] == [
        f"Nous avons votre commande {order.number}",
        f"Facture {order.invoice.number} pour votre commande {order.number}",
        f"Votre commande {order.number} est partie",
    ]
    stored = "".join(str(row) for row in Delivery.objects.values_list("message__source", "merge"))
    assert token_of(order.nonce) not in stored


@pytest.mark.rule("S84")
def test_a_cancelled_order_gives_its_copies_back_and_leaves_a_credit(printing: Any, ordered: Any, at: datetime) -> None:
    made = printing(left=5)
    given: dict[str, Any] = {"actor": None, "at": at}
    order = ordered({made.pk: 5})
    with pytest.raises(errors.OutOfStock):
        ordered({made.pk: 1})
    with pytest.raises(errors.PostageMissing):
        commands.accept_order(order_id=order.pk, writes_record=True, **given)
    order = commands.accept_order(order_id=order.pk, writes_record=True, postage_cents=0, **given)
    assert (order.gst_cents, order.qst_cents, order.total_cents) == (None, None, 6_000)
    record_payment(
        payer_id=order.contact_id,
        amount_cents=6_000,
        method="CASH",
        received_date=at.date(),
        allocations=[(order.invoice_id, 6_000)],
        **given,
    )
    with pytest.raises(errors.ReasonMissing):
        commands.cancel_order(order_id=order.pk, reason=" ", **given)
    commands.cancel_order(order_id=order.pk, reason="Colloque annulé", **given)
    assert made.movements.first().left == 5
    assert money_of([order])[order.pk].due_cents == 0
    assert [row.unused_cents for row in credits_of_payer(order.contact_id)] == [6_000]


@pytest.mark.rule("S84")
@pytest.mark.parametrize(
    ("copies", "values", "refusal"),
    [
        (0, {}, errors.NothingOrdered),
        (501, {}, errors.TooManyCopies),
        (-1, {}, errors.TooManyCopies),
        (11, {}, errors.OutOfStock),
        (1, {"email": "pas une adresse"}, Exception),
        (1, {"postal_code": "12345"}, Exception),
        (1, {"name": ""}, ValidationError),
    ],
)
def test_an_order_that_makes_no_sense_takes_nothing(
    printing: Any, ordered: Any, copies: int, values: dict[str, str], refusal: type[Exception]
) -> None:
    made = printing(left=10)
    with pytest.raises(refusal):
        ordered({made.pk: copies}, **values)
    assert (Order.objects.count(), made.movements.count()) == (0, 1)


def test_what_is_not_offered_cannot_be_ordered(printing: Any, ordered: Any, at: datetime) -> None:
    made = printing()
    for change in ({"is_offered": False}, {"is_offered": False, "price_cents": None}):
        commands.change_printing(printing_id=made.pk, actor=None, at=at, **change)
        with pytest.raises(errors.NotOffered):
            ordered({made.pk: 1})
    with pytest.raises(ValidationError):
        commands.change_printing(printing_id=made.pk, is_offered=True, actor=None, at=at)
    with pytest.raises(errors.NotOffered):
        ordered({made.pk + 1000: 1})


def test_copies_that_cost_nothing_have_no_invoice(printing: Any, ordered: Any, at: datetime) -> None:
    made = printing(price_cents=0)
    order = ordered({made.pk: 2})
    order = commands.accept_order(order_id=order.pk, writes_record=True, postage_cents=0, actor=None, at=at)
    assert (order.invoice, order.total_cents, Invoice.objects.count()) == (None, 0, 0)


@pytest.mark.rule("L10")
def test_the_names_of_a_cancelled_order_are_emptied_after_ninety_days(
    printing: Any, ordered: Any, at: datetime
) -> None:
    order = ordered({printing().pk: 1})
    commands.cancel_order(order_id=order.pk, reason="erreur", actor=None, at=at)
    assert commands.empty_cancelled(at=at + timedelta(days=89)) == 0
    assert commands.empty_cancelled(at=at + timedelta(days=91)) == 1
    assert commands.empty_cancelled(at=at + timedelta(days=92)) == 0
    order.refresh_from_db()
    assert (order.name, order.email, order.street, order.state) == ("", "", "", "CANCELLED")


@pytest.mark.rule("S8")
def test_an_offered_leaflet_is_accepted_taken_and_counted_for_both(cast: Any, at: datetime) -> None:
    given: dict[str, Any] = {
        "kind": "LEAFLET", "title": "Dépliant", "language": "fr", "content": PDF, "name": "d.pdf", "at": at,
        "actor": cast.delegate,
    }  # fmt: skip
    with pytest.raises(errors.LicenceMissing):
        commands.offer_tool(union_id=cast.amiante.pk, licence="", **given)
    with pytest.raises(NotAllowed):
        commands.offer_tool(union_id=cast.zibeline.pk, licence="CC_BY", **given)
    offered = commands.offer_tool(union_id=cast.amiante.pk, licence="CC_BY", is_lent=True, **given)
    assert (offered.state, offered.audience, offered.rights_holder) == ("OFFERED", "MEMBERS", cast.amiante.name)
    edition = offered.editions.get()
    taking: dict[str, Any] = {"edition_id": edition.pk, "union_id": cast.zibeline.pk, "actor": cast.stranger, "at": at}
    with pytest.raises(Exception, match="n’existe pas"):
        commands.take_download(**taking)
    commands.publish_tool(tool_id=offered.pk, actor=cast.education, at=at)
    commands.take_download(**taking)
    commands.take_download(edition_id=edition.pk, union_id=cast.amiante.pk, actor=cast.delegate, at=at)  # its own
    assert (shared_by(cast.amiante).lent, shared_by(cast.zibeline).borrowed) == (1, 1)
    assert (shared_by(cast.amiante).borrowed, shared_by(cast.zibeline).lent) == (0, 0)
    days = {"from_date": at.date(), "until_date": at.date() + timedelta(days=3)}
    with pytest.raises(errors.OwnTool):
        commands.borrow(tool_id=offered.pk, union_id=cast.amiante.pk, actor=cast.delegate, at=at, **days)
    loan = commands.borrow(tool_id=offered.pk, union_id=cast.zibeline.pk, actor=cast.stranger, at=at, **days)
    assert shared_by(cast.amiante).lent == 1  # asked is not lent
    with pytest.raises(NotAllowed):
        commands.settle_loan(use_id=loan.pk, state="LENT", actor=cast.stranger, at=at)
    commands.settle_loan(use_id=loan.pk, state="LENT", actor=cast.delegate, at=at)
    with pytest.raises(errors.NoSuchStep):
        commands.settle_loan(use_id=loan.pk, state="REFUSED", actor=cast.delegate, at=at)
    assert (shared_by(cast.amiante).lent, shared_by(cast.zibeline).borrowed) == (2, 2)
    assert PoolUse.objects.count() == 2


@pytest.mark.rule("S11")
def test_a_union_records_that_its_assembly_adopted_a_kit(cast: Any, tool: Any, at: datetime) -> None:
    kit = tool("Trousse", "KIT", resolution_fr="Il est proposé…")
    given: dict[str, Any] = {"tool_id": kit.pk, "actor": cast.delegate, "at": at}
    with pytest.raises(NotAllowed):
        commands.adopt_kit(union_id=cast.zibeline.pk, body="assemblée", adopted="2024-05-02", **given)
    with pytest.raises(BadValue):
        commands.adopt_kit(union_id=cast.amiante.pk, body="assemblée", adopted="2090", **given)
    with pytest.raises(ValidationError):
        commands.adopt_kit(union_id=cast.amiante.pk, body="assemblée", adopted="mai", **given)
    made = commands.adopt_kit(union_id=cast.amiante.pk, body="assemblée générale", adopted="2024-05-02", **given)
    with pytest.raises(errors.AdoptedAlready):
        commands.adopt_kit(union_id=cast.amiante.pk, body="assemblée  générale", adopted="2024-05-02", **given)
    found = catalogue.adoptions_of(kit)
    assert (found.number, found.unions, found.named) == (1, 1, ())
    assert (made.body, made.adopted) == ("assemblée générale", "2024-05-02")
    with pytest.raises(errors.NotAKit):
        commands.adopt_kit(
            tool_id=tool("Guide", "GUIDE").pk, union_id=cast.amiante.pk, body="a", adopted="2024", actor=None, at=at
        )


@pytest.mark.rule("S12", "S90")
def test_a_guide_is_listed_with_the_activity_that_uses_it(tool: Any, at: datetime) -> None:
    guide = tool("Guide", "GUIDE", minutes=60)
    activity = create_activity(kind="TRAINING", title_fr="Formation", start="2024-05-03", actor=None, at=at)
    commands.tie_activity(tool_id=guide.pk, activity_id=activity.pk, actor=None, at=at)
    with pytest.raises(AlreadyDone):
        commands.tie_activity(tool_id=guide.pk, activity_id=activity.pk, actor=None, at=at)
    [found] = used.tools_of(activity)
    assert (found.title, found.minutes, found.public_editions[0].language) == ("Guide", 60, "fr")
    used.register_uses(
        lambda tool_id, language, today: [used.Use("Exposition", "exposition")] if tool_id == guide.pk else []
    )
    try:
        assert [use.label for use in used.uses_elsewhere(guide.pk, "fr", at.date())] == ["Exposition"]
    finally:
        used._finders.pop()
    with pytest.raises(errors.StillNeeded):
        commands.delete_tool(tool_id=guide.pk, actor=None, at=at)


def test_what_nobody_saw_is_deleted_with_its_file(tool: Any, at: datetime) -> None:
    made = tool(published=False)
    file = made.editions.get().file
    assert file.storage.exists(file.name)
    commands.delete_tool(tool_id=made.pk, actor=None, at=at)
    assert not Tool.objects.exists()
    assert not file.storage.exists(file.name)
    assert AuditEntry.objects.filter(verb="tools.tool.deleted").count() == 1


def test_a_link_to_a_program_is_refused(tool: Any, at: datetime) -> None:
    with pytest.raises(ValidationError):
        commands.add_link(tool_id=tool().pk, label="Page", url="javascript:alert(1)", actor=None, at=at)
