"""The register of messages: what was said to whom, and what became of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from convergence.messaging.choices import (
    BounceKind,
    Channel,
    Fate,
    LinkVerdict,
    MailingStatus,
    Purpose,
    ReturnReason,
    SuppressionReason,
    Topic,
)


class Mailing(models.Model):
    """One act of writing to many (or to one): its purpose, its texts, its recipients.

    ``reference`` names it for the app that created it (``membership.dues_call:12:1``): asking twice
    for the same reference gives the same mailing.

    Personal data: the name of who prepared and started it.
    """

    reference = models.CharField(_("reference"), max_length=120, unique=True)
    title = models.CharField(_("title"), max_length=200)
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    is_bulk = models.BooleanField(_("sent to many"), default=True)
    status = models.CharField(_("status"), max_length=10, choices=MailingStatus, default=MailingStatus.DRAFT)
    default_language = models.CharField(_("language used when the reader’s is missing"), max_length=5, default="fr")
    reply_to = models.EmailField(_("reply to"), blank=True)
    on_behalf_of = models.CharField(_("on whose behalf"), max_length=200, blank=True)
    confirmed_links = models.JSONField(_("unreachable links confirmed by name"), default=dict, blank=True)
    created_at = models.DateTimeField(_("prepared at"))
    created_by = models.CharField(_("prepared by"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    started_by = models.CharField(_("started by"), max_length=200, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["status"], name="messaging_mailing_by_status"),)

    def __str__(self) -> str:
        return self.title


class Message(models.Model):
    """What a mailing says in one language: the one source of e-mail, text and PDF.

    ``signatories`` is a list of ``{"name", "title"}``; ``enclosures`` of ``{"label", "href"}``.

    Personal data: names of the signatories; a message to one person may hold theirs.
    """

    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="messages", verbose_name=_("mailing"))
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=250)
    preheader = models.CharField(_("first line shown by mail programs"), max_length=200, blank=True)
    place_date = models.CharField(_("place and date"), max_length=120, blank=True)
    source = models.TextField(_("text"))
    signatories = models.JSONField(_("signatories"), default=list, blank=True)
    enclosures = models.JSONField(_("enclosures"), default=list, blank=True)

    class Meta:
        verbose_name = _("text of a mailing")
        verbose_name_plural = _("texts of mailings")
        ordering = ("mailing", "language")
        constraints = (
            models.UniqueConstraint(fields=["mailing", "language"], name="messaging_message_once_per_language"),
        )

    def __str__(self) -> str:
        return f"{self.subject} ({self.language})"


class Attachment(models.Model):
    """A file sent with every message of a mailing, kept as it was sent.

    Personal data: a receipt names its payer.
    """

    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="attachments", verbose_name=_("mailing"))
    name = models.CharField(_("file name"), max_length=150)
    media_type = models.CharField(_("media type"), max_length=100, default="application/pdf")
    content = models.BinaryField(_("content"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("mailing", "pk")

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message to one recipient, and its fate. The truth about what was sent.

    ``address`` is an e-mail address, or the lines of a postal address. ``claim`` names the job that
    is handing the message over: a row that is SENDING while that job is dead becomes UNCERTAIN, and
    is never sent again without a person. ``merge`` holds words, or for a word that the database may
    not keep (a personal link) who makes it and from which key (`late.Late`).

    Personal data: contact, address, words merged into the letter, why we may write.
    """

    mailing = models.ForeignKey(Mailing, models.PROTECT, related_name="deliveries", verbose_name=_("mailing"))
    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries", verbose_name=_("text"))
    contact = models.ForeignKey(
        "contacts.Contact", models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name=_("contact")
    )
    channel = models.CharField(_("channel"), max_length=5, choices=Channel, default=Channel.EMAIL)
    address = models.TextField(_("address"))
    address_key = models.CharField(_("address, folded"), max_length=500, db_index=True)
    wanted_language = models.CharField(_("language asked for"), max_length=5, blank=True)
    merge = models.JSONField(_("merged words"), default=dict, blank=True)
    token = models.CharField(_("token"), max_length=32, unique=True)
    fate = models.CharField(_("fate"), max_length=10, choices=Fate, default=Fate.QUEUED)
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    consent_basis = models.CharField(_("why we may write"), max_length=60, blank=True)
    consent_reason = models.CharField(_("reason"), max_length=300, blank=True)
    chunk = models.PositiveIntegerField(_("chunk"), default=0)
    claim = models.CharField(_("job that hands it over"), max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    queued_at = models.DateTimeField(_("queued at"))
    fate_at = models.DateTimeField(_("since"))
    sent_at = models.DateTimeField(_("handed over at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["mailing", "channel", "address_key"],
                condition=Q(contact__isnull=True),
                name="messaging_delivery_once_per_address",
                violation_error_message=_("This address already receives this mailing."),
            ),
            models.UniqueConstraint(
                fields=["mailing", "contact", "channel", "address_key"],
                name="messaging_delivery_once_per_contact",
                violation_error_message=_("This contact already receives this mailing at this address."),
            ),
            models.CheckConstraint(condition=~Q(address=""), name="messaging_delivery_has_address"),
        )
        indexes = (
            models.Index(fields=["mailing", "fate", "chunk"], name="messaging_delivery_by_fate"),
            models.Index(
                fields=["fate"], name="messaging_delivery_in_hand", condition=Q(fate__in=["SENDING", "UNCERTAIN"])
            ),
        )

    def __str__(self) -> str:
        return f"{self.address} · {self.get_fate_display()}"


class DeliveryEvent(models.Model):
    """One change of fate of a delivery. Append-only: the database refuses change and deletion.

    Personal data: who settled it, what the mail server answered.
    """

    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="events", verbose_name=_("delivery"))
    fate = models.CharField(_("fate"), max_length=10, choices=Fate)
    at = models.DateTimeField(_("at"))
    actor_label = models.CharField(_("by"), max_length=200, blank=True)
    detail = models.CharField(_("detail"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("change of fate")
        verbose_name_plural = _("changes of fate")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_fate_display()} {self.at:%Y-%m-%d %H:%M}"


class Suppression(models.Model):
    """An address to which nothing of a topic is sent any more. Checked at the moment of each send.

    Lifting it sets ``lifted_at``; the row stays as proof.

    Personal data: the address, and why we no longer write to it.
    """

    address_key = models.CharField(_("address"), max_length=500)
    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    reason = models.CharField(_("reason"), max_length=20, choices=SuppressionReason)
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="suppressions", verbose_name=_("after")
    )
    detail = models.CharField(_("detail"), max_length=500, blank=True)
    since = models.DateTimeField(_("since"))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lifted_by = models.CharField(_("lifted by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("address not to write to")
        verbose_name_plural = _("addresses not to write to")
        ordering = ("-since", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["address_key", "topic"],
                condition=Q(lifted_at__isnull=True),
                name="messaging_suppression_once_per_topic",
                violation_error_message=_("Nothing is sent to this address on this topic already."),
            ),
        )
        indexes = (models.Index(fields=["address_key"], name="messaging_suppressed"),)

    def __str__(self) -> str:
        return f"{self.address_key} · {self.get_topic_display()}"


class Bounce(models.Model):
    """A notice that a message did not arrive, as the mail server or a person reported it.

    Personal data: the address, what the server answered.
    """

    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="bounces", verbose_name=_("delivery")
    )
    address = models.CharField(_("address"), max_length=500)
    kind = models.CharField(_("kind"), max_length=10, choices=BounceKind)
    status_code = models.CharField(_("status code"), max_length=12, blank=True)
    diagnostic = models.CharField(_("what the server answered"), max_length=500, blank=True)
    digest = models.CharField(_("fingerprint of the notice"), max_length=64, unique=True)
    received_at = models.DateTimeField(_("received at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("bounce")
        verbose_name_plural = _("bounces")
        ordering = ("-received_at", "-pk")

    def __str__(self) -> str:
        return f"{self.address} · {self.get_kind_display()}"


class ReturnedLetter(models.Model):
    """A letter that the post brought back.

    Personal data: the delivery it belongs to.
    """

    delivery = models.OneToOneField(
        Delivery, models.PROTECT, related_name="returned_letter", verbose_name=_("delivery")
    )
    reason = models.CharField(_("reason"), max_length=12, choices=ReturnReason)
    note = models.CharField(_("note"), max_length=300, blank=True)
    returned_date = models.DateField(_("returned on"))
    recorded_by = models.CharField(_("recorded by"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("returned letter")
        verbose_name_plural = _("returned letters")
        ordering = ("-returned_date", "-pk")

    def __str__(self) -> str:
        return f"{self.delivery_id} · {self.get_reason_display()}"


class KeptLetter(models.Model):
    """The PDF of a letter as it was sent: a file, and the fingerprint that proves it unchanged.

    Personal data: the letter.
    """

    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="kept_letter", verbose_name=_("delivery"))
    file = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(_("fingerprint"), max_length=64)
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("letter kept as PDF")
        verbose_name_plural = _("letters kept as PDF")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.file


class OutboxMessage(models.Model):
    """A message kept here because no mail server is configured.

    Personal data: the whole message.
    """

    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="outbox", verbose_name=_("delivery")
    )
    sender = models.CharField(pgettext_lazy("a sender", "from"), max_length=300)
    recipients = models.CharField(_("to"), max_length=1000)
    subject = models.CharField(_("subject"), max_length=300)
    raw = models.BinaryField(_("message"))
    kept_at = models.DateTimeField(_("kept at"))

    class Meta:
        verbose_name = _("message of the outbox")
        verbose_name_plural = _("messages of the outbox")
        ordering = ("-kept_at", "-pk")

    def __str__(self) -> str:
        return self.subject


class LinkCheck(models.Model):
    """What the link checker last found at an address.

    Personal data: none.
    """

    url = models.CharField(_("address"), max_length=2000, unique=True)
    verdict = models.CharField(_("verdict"), max_length=12, choices=LinkVerdict)
    status_code = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("checked at"))

    class Meta:
        verbose_name = _("checked link")
        verbose_name_plural = _("checked links")
        ordering = ("url",)

    def __str__(self) -> str:
        return f"{self.url} · {self.get_verdict_display()}"
