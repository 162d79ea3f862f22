"""The public catalogue of tools: its list, a tool, its versions, its files counted without a trace, the order form."""

import secrets
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from convergence.core.errors import DomainError
from convergence.education.tools import commands
from convergence.education.tools.choices import ToolKind
from convergence.education.tools.forms import PREFIX, OrderForm
from convergence.education.tools.models import Edition, FormerSlug, Tool, ToolVersion
from convergence.education.tools.queries import catalogue as read
from convergence.education.tools.queries.orders import token_of
from convergence.education.tools.queries.used import public_activities, uses_elsewhere
from convergence.education.tools.rules.robots import is_counted
from convergence.education.tools.views import file_of
from convergence.ui.forms import add_refusal
from convergence.website.heads import spoken, told_to_machines
from convergence.website.machines import FeedLink, tool_head
from convergence.website.uses import beside, public

PER_PAGE = 24
#: Orders from one network address in an hour before it waits: copies are set aside at once. Kept in memory only.
MOST_ORDERS, ORDER_SECONDS = 10, 3600
DRAWINGS = {
    ToolKind.COMIC: "panels",
    ToolKind.GUIDE: "book",
    ToolKind.KIT: "spool",
    ToolKind.LEAFLET: "letter",
    ToolKind.VIDEO: "voice",
    ToolKind.PHOTOS: "frames",
    ToolKind.POSTER: "fists",
}


def here() -> str:
    """Return the language of the page."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def told(tool: Tool) -> dict[str, Any]:
    """Return a tool in the language of the page, each text with the language that it is really in (S89)."""
    title, title_language = tool.shown(here())
    held = list(dict.fromkeys(one.language for one in tool.public_editions))
    summary, summary_language = tool.summary_in(here())
    return {
        "tool": tool,
        "title": title,
        "title_language": title_language,
        "summary": summary,
        "summary_language": summary_language,
        "drawing": DRAWINGS.get(ToolKind(tool.kind), "needle"),
        "spoken": held,
        "languages": [str(get_language_info(code)["name_translated"]) for code in held],
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the catalogue, of one kind, language or theme when asked."""
    kind, language, theme = (request.GET.get(name, "") for name in ("genre", "langue", "theme"))
    kind = kind if kind in ToolKind.values else ""
    language = language if language in dict(settings.LANGUAGES) else ""
    themes = list(read.themes_in_use())
    theme = theme if theme in {one.slug for one in themes} else ""
    page = Paginator(read.catalogue(kind=kind, language=language, theme=theme), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "rows": [told(tool) for tool in page],
        "page_of_tools": page,
        "kinds": ToolKind.choices,
        "spoken": settings.LANGUAGES,
        "themes": themes,
        "kind": kind,
        "language": language,
        "theme": theme,
        "may_order": read.for_sale().exists(),
        **told_to_machines(
            "tools",
            title=_("Tools"),
            words=_("Comics, guides, kits, videos and photographs to learn together: take, copy, pass on."),
            feeds=[FeedLink("application/atom+xml", _("Tools (Atom)"), reverse("website:tools_atom"))],
        ),
    }
    return render(request, "website/tools.html", context)


@require_safe
def show(request: HttpRequest, slug: str, number: int = 0) -> HttpResponse:
    """Show a tool in its latest version, or in the version asked for, which says that a newer one exists (S84).

    Raises:
        Http404: there is none of this name or number, or it may not be known in public.
    """
    tool = read.public_tool(slug)
    if tool is None:
        former = FormerSlug.objects.filter(slug=slug, tool__in=Tool.objects.in_public()).select_related("tool").first()
        if former is None:
            raise Http404
        name, more = ("tool_version", [number]) if number else ("tool", [])
        return redirect(f"website:{name}", former.tool.slug, *more, permanent=True)
    versions = read.published_versions(tool)
    version = next((one for one in versions if not number or one.number == number), None)
    if version is None:
        raise Http404
    return render(request, "website/tool.html", _context(tool, version, versions, slug))


def _context(tool: Tool, version: ToolVersion, versions: list[ToolVersion], slug: str) -> dict[str, Any]:
    said, today = told(tool), timezone.localdate()
    resolution, resolution_language = tool.resolution_in(here())
    is_old = version.number != versions[0].number
    return said | {
        "version": version,
        "newest": versions[0],
        "is_old": is_old,
        "older": [one for one in versions if one.number != version.number],
        "editions": sorted(version.editions.all(), key=lambda one: one.language != here()),
        "places": [row.place for row in tool.places.all()],
        "credits": tool.credits.all(),
        "links": tool.links.all(),
        "parts": beside(public(Tool.objects.filter(kits__kit=tool)), here()),
        "owner": read.owner_named(tool),
        "resolution": resolution,
        "resolution_language": resolution_language,
        "adoptions": read.adoptions_of(tool) if tool.kind == ToolKind.KIT else None,
        "downloads": read.downloads([tool.pk]).get(tool.pk, 0),
        "printings": list(read.for_sale(tool)),
        "activities": public_activities(tool, today),
        "uses": uses_elsewhere(tool.pk, here(), today),
        **(spoken("tool_version", slug, version.number) if is_old else spoken("tool", slug)),
        "head": tool_head(tool, said["title"], said["summary"], here(), version.editions.all()),
    }


@require_safe
def download(request: HttpRequest, edition_id: int, name: str) -> HttpResponseBase:
    """Give a file, for ever the same (S84); count it, without a cookie nor an address.

    Raises:
        Http404: there is no such published file, or it is for members only.
    """
    rows = Edition.objects.filter(version__published_at__isnull=False, tool__in=Tool.objects.in_public())
    edition = rows.filter(pk=edition_id).exclude(file="").first()
    if edition is None:
        raise Http404
    if name != edition.name:
        return redirect("website:tool_file", edition.pk, edition.name, permanent=True)
    agent, span = request.headers.get("User-Agent", ""), request.headers.get("Range", "")
    if is_counted(request.method or "", agent, span):
        commands.count_download(edition_id=edition.pk, day=timezone.localdate())
    return file_of(edition)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest) -> HttpResponse:
    """Take an order of printed copies, without an account.

    No token against forged requests is asked for: nobody is signed in here, and a browser that refuses cookies may order.
    """
    printings = list(read.for_sale())
    asked = request.GET.get("outil", "")
    printings.sort(key=lambda one: one.tool.slug != asked)
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        printings=[one for one in printings if one.left > 0],
        initial={"key": secrets.token_urlsafe(24)},
    )
    if request.method == "POST" and form.is_valid():
        placed = _placed(request, form)
        if placed:
            return redirect("orders:show", placed)
    context = {
        "form": form,
        "gone": [one for one in printings if one.left <= 0],
        "has_any": any(name.startswith(PREFIX) for name in form.fields),
        **told_to_machines("order", title=_("Order printed copies")),
    }
    response = render(request, "website/order.html", context, status=422 if form.errors else 200)
    add_never_cache_headers(response)  # the key of the form is for one person
    return response


def _placed(request: HttpRequest, form: OrderForm) -> str:
    """Return the token of the order placed, empty when it is refused."""
    key = f"orders:{request.META.get('REMOTE_ADDR', '')}"
    if cache.get(key, 0) >= MOST_ORDERS:
        form.add_error(None, _("Many orders came from your network in an hour. Wait a little, or write to us."))
        return ""
    try:
        made = commands.place_order(
            copies=form.copies(),
            language=here(),
            key=form.cleaned_data["key"],
            at=timezone.now(),
            **form.who(),  # type: ignore[arg-type]
        )
    except DomainError as refusal:
        add_refusal(form, refusal)
        return ""
    except ValidationError as refusal:
        form.add_error(None, refusal.messages)
        return ""
    cache.add(key, 0, ORDER_SECONDS)
    cache.incr(key)
    return token_of(made.nonce)
