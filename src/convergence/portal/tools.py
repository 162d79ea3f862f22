"""The pool of tools in the members' space: what unions offer, take, borrow and adopt; their orders of printed copies."""

import secrets
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import visible
from convergence.contacts.models import Contact, ContactPoint, PostalAddress
from convergence.contacts.queries.identity import of_family
from convergence.core.errors import DomainError
from convergence.documents.models import LANGUAGES
from convergence.documents.rules.files import KINDS, MOST_BYTES
from convergence.education.tools import commands
from convergence.education.tools.choices import Audience, Licence, LoanState, ToolKind, ToolState, UseKind
from convergence.education.tools.errors import FAULTS
from convergence.education.tools.forms import OrderForm
from convergence.education.tools.models import Adoption, Edition, PoolUse, Tool
from convergence.education.tools.queries import catalogue as read
from convergence.education.tools.queries.orders import money_of, orders_of
from convergence.education.tools.queries.pool import shared_by
from convergence.education.tools.rules.steps import LOAN_STEPS
from convergence.education.tools.views import file_of
from convergence.portal.pages import GET_POST, done, form_page, page
from convergence.portal.scope import for_own_organisation

MOST = 200
SEE = "tools.view_tool"


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class OfferForm(forms.Form):
    """A tool of the union, offered to the others."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=[("", "—"), *ToolKind.choices])
    language = forms.ChoiceField(label=gettext_lazy("In which language?"), choices=LANGUAGES, initial="fr")
    summary = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("PDF, EPUB, ODT, ODP, DOCX, PPTX, TXT, MP3, MP4, WEBM or VTT, up to 150 MB."),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in KINDS)}),
    )
    url = forms.CharField(
        label=gettext_lazy("Or the address where it is"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Beginning with https://"),
        widget=forms.URLInput,
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("What may others do with it?"),
        choices=[("", "—"), *Licence.choices],
        help_text=gettext_lazy("The licence stands beside every link to it."),
    )
    credit = forms.CharField(
        label=gettext_lazy("Who holds the rights?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Left empty: your union."),
    )
    audience = forms.ChoiceField(label=gettext_lazy("For whom?"), choices=[("", "—"), *Audience.choices])
    is_lent = forms.BooleanField(
        label=gettext_lazy("It can be borrowed from us (banner, game, set of photographs)"), required=False
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too heavy, before it is read.

        Raises:
            ValidationError: it is.
        """
        given = self.cleaned_data["file"]
        if given and given.size > MOST_BYTES:
            raise ValidationError(FAULTS["TOO_LARGE"])
        return given

    def clean(self) -> None:
        """Ask for a file or an address.

        Raises:
            ValidationError: neither is given, or both.
        """
        super().clean()
        if "file" in self.cleaned_data and bool(self.cleaned_data["file"]) == bool(self.cleaned_data.get("url")):
            self.add_error("file", _("Give a file or an address, one of the two."))


class BorrowForm(forms.Form):
    """When a union would like to have a thing."""

    from_date = _day(gettext_lazy("From"))
    until_date = _day(gettext_lazy("Until"))
    note = forms.CharField(label=gettext_lazy("What for?"), max_length=300, required=False)


class AdoptForm(forms.Form):
    """A body of the union adopted a kit."""

    body = forms.CharField(
        label=gettext_lazy("Which body adopted it?"),
        max_length=200,
        help_text=gettext_lazy("As in: general assembly, executive, congress."),
    )
    adopted = forms.CharField(
        label=gettext_lazy("When?"),
        max_length=10,
        help_text=gettext_lazy("As precise as you know: 2024, 2024-02, 2024-02-22."),
    )
    is_named = forms.BooleanField(label=gettext_lazy("Our union may be named on the site"), required=False)


@for_own_organisation
@require_safe
def pool(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show the pool, what the union offers, lends and borrows, and the kits to adopt."""
    user, language = request.user, (get_language() or "fr")[:2]
    rows = visible(user, SEE, read.pool())[:MOST]
    mine = visible(user, SEE, Tool.objects.filter(of_family(organisation, "owner"))).order_by("-pk")
    uses = visible(user, "tools.view_pooluse", PoolUse.objects.filter(kind=UseKind.LOAN)).select_related(
        "tool", "union"
    )
    kits = Tool.objects.published().filter(kind=ToolKind.KIT).with_editions().order_by("-published_at", "-pk")
    adopted = Adoption.objects.filter(of_family(organisation, "union")).select_related("tool").order_by("-adopted")
    context = {
        "rows": [_told(tool, language, organisation) for tool in rows],
        "mine": mine,
        "shared": shared_by(organisation),
        "to_settle": [_settled(use) for use in uses.filter(of_family(organisation, "tool__owner"))[:MOST]],
        "borrowed": uses.filter(of_family(organisation, "union"))[:MOST],
        "kits": [_told(tool, language, organisation) for tool in visible(user, SEE, kits)[:MOST]],
        "adopted": adopted,
    }
    return page(request, organisation, "tools", **context)


def _told(tool: Tool, language: str, organisation: Contact) -> dict[str, Any]:
    title, title_language = tool.shown(language)
    newest = tool.public_editions[0].version_id if tool.public_editions else 0
    summary, summary_language = tool.summary_in(language)
    return {
        "tool": tool,
        "title": title,
        "title_language": title_language,
        "summary": summary,
        "summary_language": summary_language,
        "editions": [one for one in tool.public_editions if one.version_id == newest],
        "is_own": tool.owner_id == organisation.pk,
    }


def _settled(use: PoolUse) -> dict[str, Any]:
    return {"use": use, "steps": [(state, LoanState(state).label) for state in LOAN_STEPS.get(use.state, ())]}


@for_own_organisation
@require_POST
def take(request: HttpRequest, organisation: Contact, edition_id: int) -> HttpResponseBase:
    """Download a file of the pool; it counts for both unions.

    Raises:
        Http404: there is no such file.
    """
    try:
        edition: Edition = commands.take_download(
            edition_id=edition_id, union_id=organisation.pk, actor=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        raise Http404 from refusal
    return file_of(edition) if edition.file else redirect(edition.url)


@for_own_organisation
@require_http_methods(GET_POST)
def offer(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Offer a tool to the others."""
    form = OfferForm(request.POST or None, request.FILES or None)

    def act(given: dict[str, Any]) -> None:
        file = given.pop("file")
        content = file.read() if file else None
        name = file.name if file else ""
        commands.offer_tool(
            union_id=organisation.pk, content=content, name=name, actor=request.user, at=timezone.now(), **given
        )

    if done(request, form, act):
        messages.success(request, _("Thank you. The team looks at it, then the other unions find it here."))
        return redirect("portal:tools", organisation=organisation.pk)
    return form_page(
        request, organisation, _("Offer a tool to the other unions"), form, "portal:tools", act=_("Offer it")
    )


def _published(request: HttpRequest, tool_id: int, **wanted: Any) -> Tool:
    rows = Tool.objects.filter(pk=tool_id, state=ToolState.PUBLISHED, **wanted)
    found: Tool | None = visible(request.user, SEE, rows).first()
    if found is None:
        raise Http404
    return found


@for_own_organisation
@require_http_methods(GET_POST)
def borrow(request: HttpRequest, organisation: Contact, tool_id: int) -> HttpResponse:
    """Ask to borrow a thing."""
    tool = _published(request, tool_id, is_lent=True)
    form = BorrowForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        commands.borrow(tool_id=tool_id, union_id=organisation.pk, actor=request.user, at=timezone.now(), **given)

    if done(request, form, act):
        messages.success(request, _("Asked. The union that offers it answers you."))
        return redirect("portal:tools", organisation=organisation.pk)
    title = _("Borrow “%(title)s”") % {"title": tool.title}
    return form_page(request, organisation, title, form, "portal:tools", act=_("Ask"))


@for_own_organisation
@require_POST
def settle(request: HttpRequest, organisation: Contact, pooluse_id: int) -> HttpResponse:
    """Say what became of a loan of a thing of the union."""
    mine = PoolUse.objects.filter(of_family(organisation, "tool__owner"), pk=pooluse_id)
    if not visible(request.user, "tools.settle_loan", mine).exists():
        raise Http404
    try:
        commands.settle_loan(
            use_id=pooluse_id, state=request.POST.get("state", ""), actor=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Written down. Thank you."))
    return redirect("portal:tools", organisation=organisation.pk)


@for_own_organisation
@require_http_methods(GET_POST)
def adopt(request: HttpRequest, organisation: Contact, tool_id: int) -> HttpResponse:
    """Record that a body of the union adopted a kit (S11)."""
    tool = _published(request, tool_id, kind=ToolKind.KIT)
    form = AdoptForm(request.POST or None)

    def act(given: dict[str, Any]) -> None:
        commands.adopt_kit(tool_id=tool_id, union_id=organisation.pk, actor=request.user, at=timezone.now(), **given)

    if done(request, form, act):
        messages.success(request, _("Written down. Thank you."))
        return redirect("portal:tools", organisation=organisation.pk)
    title = _("We adopted “%(title)s”") % {"title": tool.title}
    return form_page(request, organisation, title, form, "portal:tools", act=_("Record"))


@for_own_organisation
@require_safe
def orders(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Show the orders of the union, and what is left to pay."""
    rows = list(visible(request.user, "tools.view_order", orders_of(organisation))[:MOST])
    money = money_of(rows)
    listed = [{"order": row, "money": money.get(row.pk)} for row in rows]
    return page(request, organisation, "orders", rows=listed, may_order=read.for_sale().exists())


@for_own_organisation
@require_http_methods(GET_POST)
def order(request: HttpRequest, organisation: Contact) -> HttpResponse:
    """Order printed copies for the union."""
    printings = [one for one in read.for_sale() if one.left > 0]
    post = request.POST if request.method == "POST" else None
    form = OrderForm(post, printings=printings, initial=_known(request, organisation))

    def act(given: dict[str, Any]) -> None:
        commands.place_order(
            copies=form.copies(),
            key=given["key"],
            contact=organisation,
            language=(get_language() or "fr")[:2],
            actor=request.user,
            at=timezone.now(),
            **form.who(),  # type: ignore[arg-type]
        )

    if done(request, form, act):
        messages.success(request, _("We have your order. The confirmation comes by e-mail."))
        return redirect("portal:orders", organisation=organisation.pk)
    return form_page(request, organisation, _("Order printed copies"), form, "portal:orders", act=_("Order"))


def _known(request: HttpRequest, organisation: Contact) -> dict[str, Any]:
    """Return what the register knows already, so that nobody types it again."""
    address = PostalAddress.objects.filter(contact=organisation, end_date=None).order_by("-pk").first()
    point = ContactPoint.objects.filter(contact=organisation, channel="EMAIL", end_date=None).order_by("pk").first()
    known: dict[str, Any] = {
        "key": secrets.token_urlsafe(24),
        "name": request.user.get_full_name() if request.user.is_authenticated else "",
        "organisation": organisation.name,
        "email": point.value if point else "",
    }
    if address:
        known |= {name: getattr(address, name) for name in ("street", "city", "province", "postal_code")}
    return known
