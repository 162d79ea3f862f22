"""Tables of the contacts register."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.contacts.choices import (
    AffiliationKind,
    BodyKind,
    Channel,
    ConsentAct,
    ConsentPurpose,
    ContactKind,
    GrammaticalGender,
    InteractionKind,
    Office,
    OrganisationKind,
    Purpose,
)
from convergence.contacts.import_models import ImportProfile as ImportProfile
from convergence.contacts.import_models import ImportRow as ImportRow
from convergence.contacts.import_models import ImportRun as ImportRun
from convergence.core.db import UncertainDateField
from convergence.core.figures import Qualifier
from convergence.vocabulary.models import Region


class ContactQuerySet(models.QuerySet["Contact"]):
    """Chainable filters of contacts."""

    def current(self) -> "ContactQuerySet":
        """Leave out contacts absorbed by a merge, or taken back with the import that made them."""
        return self.filter(merged_into__isnull=True, retracted_at__isnull=True)

    def persons(self) -> "ContactQuerySet":
        """Keep persons."""
        return self.filter(kind=ContactKind.PERSON)

    def organisations(self) -> "ContactQuerySet":
        """Keep organisations."""
        return self.filter(kind=ContactKind.ORGANISATION)


class Contact(models.Model):
    """Somebody or some body: a person, an organisation, or a body of an organisation (S57).

    One table, so that addresses, letters, dues and merges need one key only; `Person`, `Organisation` and `Body` are
    its three faces. `number` is the member number as the centre writes it. `search_text` is the folded text that
    search looks into. An absorbed contact stays, as an alias of `merged_into`. A contact that an undone import had made,
    and that a ledger names, stays emptied (`retracted_at`); `current()` leaves both out.

    Personal data: names, language, title, region, notes of persons.
    """

    kind = models.CharField(pgettext_lazy("of a contact", "kind"), max_length=12, choices=ContactKind)
    number = models.CharField(_("member number"), max_length=30, blank=True)
    name = models.CharField(_("name"), max_length=300)
    given_name = models.CharField(_("given name"), max_length=120, blank=True)
    family_name = models.CharField(_("family name"), max_length=160, blank=True)
    pseudonym = models.CharField(_("pseudonym"), max_length=160, blank=True)
    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    organisation_kind = models.CharField(_("type"), max_length=20, choices=OrganisationKind, blank=True)
    body_kind = models.CharField(_("type of body"), max_length=24, choices=BodyKind, blank=True)
    part_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="bodies", verbose_name=_("body of")
    )
    language = models.CharField(_("language"), max_length=2, blank=True, choices=settings.LANGUAGES)
    form_of_address = models.CharField(_("form of address"), max_length=60, blank=True)
    title_gender = models.CharField(_("gender of titles"), max_length=1, choices=GrammaticalGender, blank=True)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("region")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, default="CA")
    website = models.URLField(_("web site"), blank=True)
    is_sensitive = models.BooleanField(_("at risk: shown to named roles only"), default=False)
    is_deceased = models.BooleanField(_("deceased"), default=False)
    is_closed = models.BooleanField(_("no longer exists"), default=False)
    notes = models.TextField(_("notes"), blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="person"
    )
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="aliases")
    retracted_at = models.DateTimeField(null=True, blank=True, editable=False)
    search_text = models.TextField(blank=True, editable=False)
    sort_name = models.CharField(max_length=300, blank=True, editable=False)
    created_at = models.DateTimeField(_("recorded"))
    changed_at = models.DateTimeField(_("changed"))

    objects: ClassVar[Any] = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("sort_name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number="") & Q(merged_into__isnull=True),
                name="contacts_number_once",
                violation_error_message=_("Another contact already has this member number."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=ContactKind.BODY) | Q(part_of__isnull=False),
                name="contacts_body_has_organisation",
                violation_error_message=_("Choose the organisation that this body belongs to."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ContactKind.ORGANISATION) | Q(organisation_kind=""),
                name="contacts_type_for_organisations",
                violation_error_message=_("Only an organisation has a type of organisation."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="contacts_not_merged_into_itself",
                violation_error_message=_("A contact cannot be merged into itself."),
            ),
        )
        indexes = (
            models.Index(
                fields=["kind", "sort_name", "id"],
                name="contacts_kind_sort",
                condition=Q(merged_into__isnull=True, retracted_at__isnull=True),
            ),
            models.Index(fields=["sort_name", "id"], name="contacts_sort"),
            models.Index(fields=["acronym"], name="contacts_acronym"),
        )

    def __str__(self) -> str:
        return self.name


class PersonManager(models.Manager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    """Persons only."""

    def get_queryset(self) -> ContactQuerySet:
        """Return persons."""
        return super().get_queryset().filter(kind=ContactKind.PERSON)


class OrganisationManager(models.Manager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    """Organisations only."""

    def get_queryset(self) -> ContactQuerySet:
        """Return organisations."""
        return super().get_queryset().filter(kind=ContactKind.ORGANISATION)


class BodyManager(models.Manager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    """Bodies only."""

    def get_queryset(self) -> ContactQuerySet:
        """Return bodies."""
        return super().get_queryset().filter(kind=ContactKind.BODY)


class Person(Contact):
    """A person. Personal data: see `Contact`."""

    objects: ClassVar[Any] = PersonManager()

    class Meta:
        proxy = True
        verbose_name = _("person")
        verbose_name_plural = _("people")


class Organisation(Contact):
    """An organisation. Personal data: none of its own."""

    objects: ClassVar[Any] = OrganisationManager()

    class Meta:
        proxy = True
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")


class Body(Contact):
    """A body of an organisation: executive, committee; it has its own address (S57). Personal data: none of its own."""

    objects: ClassVar[Any] = BodyManager()

    class Meta:
        proxy = True
        verbose_name = _("body")
        verbose_name_plural = _("bodies")


class FormerName(models.Model):
    """A name or acronym that a contact bore. Personal data: former names of persons."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=300)
    acronym = models.CharField(_("acronym"), max_length=60, blank=True)
    until = UncertainDateField(verbose_name=pgettext_lazy("an uncertain date", "until"))

    class Meta:
        verbose_name = _("former name")
        verbose_name_plural = _("former names")

    def __str__(self) -> str:
        return self.name


class ContactPoint(models.Model):
    """An e-mail, telephone or web address of a contact, for a purpose, between two dates.

    `value` is what was typed; `normalised` is the lower-case e-mail, or the telephone as `+15143832266;ext=225` (S63).
    `person` says who is reached there, when the point belongs to an organisation or body.

    Personal data: addresses.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="points")
    person = models.ForeignKey(
        Contact, on_delete=models.SET_NULL, null=True, blank=True, related_name="points_for_others"
    )
    channel = models.CharField(_("channel"), max_length=6, choices=Channel)
    purpose = models.CharField(_("purpose"), max_length=24, choices=Purpose, default=Purpose.GENERAL)
    value = models.CharField(_("address or number"), max_length=254)
    normalised = models.CharField(max_length=254, blank=True, db_index=True)
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")
        constraints = (
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(start_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="contacts_point_dates",
                violation_error_message=_("The end comes before the beginning."),
            ),
        )

    def __str__(self) -> str:
        return self.value


class PostalAddress(models.Model):
    """A postal address of a contact, Canadian or foreign. Personal data: address."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="addresses")
    purpose = models.CharField(_("purpose"), max_length=24, choices=Purpose, default=Purpose.GENERAL)
    attention = models.CharField(_("to the attention of"), max_length=200, blank=True)
    street = models.CharField(_("street address"), max_length=300, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    province = models.CharField(_("province or state"), max_length=60, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=16, blank=True)
    country = models.CharField(_("country"), max_length=2, default="CA")
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    returned_on = models.DateField(_("a letter came back"), null=True, blank=True)

    class Meta:
        verbose_name = _("postal address")
        verbose_name_plural = _("postal addresses")

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street, self.city, self.province, self.postal_code) if part)


class Affiliation(models.Model):
    """A dated link of an organisation to another; several parents are usual, cycles are refused (R-U1).

    Personal data: none.
    """

    child = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="parents", verbose_name=_("organisation"))
    parent = models.ForeignKey(
        Contact, on_delete=models.PROTECT, related_name="children", verbose_name=_("affiliated to")
    )
    kind = models.CharField(_("link"), max_length=20, choices=AffiliationKind, default=AffiliationKind.AFFILIATION)
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = (
            models.CheckConstraint(
                condition=~Q(child=F("parent")),
                name="contacts_affiliation_not_itself",
                violation_error_message=_("An organisation cannot be affiliated to itself."),
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(start_date__isnull=True) | Q(end_date__gte=F("start_date")),
                name="contacts_affiliation_dates",
                violation_error_message=_("The end comes before the beginning."),
            ),
            models.UniqueConstraint(
                fields=["child", "parent", "kind"],
                condition=Q(end_date__isnull=True),
                name="contacts_affiliation_once",
                violation_error_message=_("This link already exists."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.child} → {self.parent}"


class Mandate(models.Model):
    """A post that a person holds in an organisation or body, with dates as sure as their source (S39–S49).

    Personal data: who holds which post.
    """

    person = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="mandates", verbose_name=_("person"))
    held_in = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="posts", verbose_name=_("organisation or body")
    )
    office = models.CharField(pgettext_lazy("an office", "post"), max_length=28, choices=Office, default=Office.OTHER)
    title = models.CharField(_("title as written"), max_length=160, blank=True)
    start = UncertainDateField(verbose_name=pgettext_lazy("an uncertain date", "from"))
    end = UncertainDateField(verbose_name=pgettext_lazy("an uncertain date", "until"))
    attested = UncertainDateField(verbose_name=_("attested on"))
    is_interim = models.BooleanField(_("interim"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("post held")
        verbose_name_plural = _("posts held")

    def __str__(self) -> str:
        return f"{self.person} — {self.title or self.get_office_display()}"


class DeclaredCount(models.Model):
    """How many members an organisation declares for a date, and on whose word. Personal data: none."""

    organisation = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="declared_counts")
    value = models.PositiveIntegerField(_("members"))
    qualifier = models.CharField(_("as stated"), max_length=14, choices=Qualifier, default=Qualifier.EXACT)
    as_of = models.DateField(_("on"))
    source = models.CharField(_("source"), max_length=300)
    declared_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("declared count")
        verbose_name_plural = _("declared counts")
        ordering = ("-as_of", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(value__lte=5_000_000),
                name="contacts_count_plausible",
                violation_error_message=_("A count of more than 5,000,000 members is not plausible."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.value} ({self.as_of})"


class DoNotContact(models.Model):
    """A mark: do not reach this contact by this channel. Personal data: the wish of a person."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="do_not_contact")
    channel = models.CharField(_("channel"), max_length=6, choices=Channel, default=Channel.ALL)
    purpose = models.CharField(_("for"), max_length=16, choices=ConsentPurpose, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("do-not-contact mark")
        verbose_name_plural = _("do-not-contact marks")

    def __str__(self) -> str:
        return f"{self.get_channel_display()} — {self.reason}"


class Interaction(models.Model):
    """A line of the relationship log (S66). Personal data: what was said with whom."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="interactions")
    kind = models.CharField(pgettext_lazy("of a contact", "kind"), max_length=10, choices=InteractionKind)
    on = models.DateField(_("on"))
    text = models.TextField(_("what was said or done"), blank=True)
    recorded_by_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("line of the relationship log")
        verbose_name_plural = _("relationship log")
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on} {self.get_kind_display()}"


class ConsentEvent(models.Model):
    """The consent ledger: who agreed to what, when, by which words. Append-only (C28).

    `address` is the normalised e-mail or telephone. A `DECLARED` consent has no proof and never allows sending (C27).

    Personal data: address, proof.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="consent_events")
    address = models.CharField(_("address"), max_length=254, db_index=True)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel, default=Channel.EMAIL)
    purpose = models.CharField(_("purpose"), max_length=16, choices=ConsentPurpose, blank=True)
    act = models.CharField(pgettext_lazy("of consent", "act"), max_length=10, choices=ConsentAct)
    at = models.DateTimeField(_("when"))
    method = models.CharField(_("how"), max_length=60)
    wording = models.TextField(_("words shown"), blank=True)
    source = models.CharField(_("page or document"), max_length=300, blank=True)
    proof = models.CharField(_("proof"), max_length=64, blank=True)
    recorded_by_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("consent event")
        verbose_name_plural = _("consent ledger")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.address} {self.get_act_display()}"


class Standing(models.Model):
    """Dated mark of a member's standing for a period, published by the practices. Personal data: standing."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="standings")
    period = models.CharField(_("period"), max_length=9)
    standing = models.CharField(_("standing"), max_length=20)
    since = models.DateField(_("since"))

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        ordering = ("-period", "-since", "-pk")

    def __str__(self) -> str:
        return f"{self.period} {self.standing}"


class Access(models.Model):
    """A user outside the staff acts for an organisation, between two dates. Personal data: who acts for whom."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="accesses")
    organisation = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="accesses")
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("access for an organisation")
        verbose_name_plural = _("accesses for organisations")
        constraints = (models.UniqueConstraint(fields=["user", "organisation"], name="contacts_access_once"),)

    def __str__(self) -> str:
        return f"{self.user} → {self.organisation}"


class Merge(models.Model):
    """A merge that can be undone: who was absorbed, and the values that were changed. Personal data: those values."""

    kept = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="merges_kept")
    absorbed = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="merges_absorbed")
    changes = models.JSONField(default=dict)
    merged_at = models.DateTimeField()
    merged_by_id = models.BigIntegerField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")

    def __str__(self) -> str:
        return f"{self.absorbed} → {self.kept}"


class NotDuplicate(models.Model):
    """Two contacts that a person looked at and found different. Personal data: none."""

    first = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("pair that is no duplicate")
        verbose_name_plural = _("pairs that are no duplicates")
        constraints = (
            models.UniqueConstraint(fields=["first", "second"], name="contacts_not_duplicate_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="contacts_not_duplicate_ordered"),
        )

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
