"""Feeds of the calendar: iCalendar, Atom and JSON; whole, of a theme, or at the secret address of a union or a person."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from convergence.activities.choices import ON_CALENDAR
from convergence.activities.models import Activity, CalendarKey, Participation, PersonRole
from convergence.activities.queries.telling import moments_of, told_when
from convergence.contacts.models import Contact
from convergence.contacts.queries.identity import family_ids
from convergence.core.profile import current_profile
from convergence.education.gatherings.models import Registration
from convergence.vocabulary.models import Theme
from convergence.website.calendar.ics import calendar_of
from convergence.website.calendar.pages import MOST, public
from convergence.website.machines import absolute

YEAR = timedelta(days=365)


def _theme(slug: str) -> Theme | None:
    if not slug:
        return None
    found = Theme.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def _rows(theme: Theme | None) -> QuerySet[Any]:
    """Return what is coming and the last year."""
    rows = public().filter(last_day__gte=timezone.localdate() - YEAR, first_day__isnull=False)
    rows = rows.filter(themes=theme) if theme else rows
    return rows.order_by("first_day", "start_time", "pk")


@require_safe
def ics(request: HttpRequest, theme: str = "") -> HttpResponse:
    """Give the calendar to subscribe to: what is coming and the last year, whole or of one theme.

    Raises:
        Http404: there is no such theme.
    """
    return calendar_of(_rows(_theme(theme))[:MOST], theme or "calendrier")


@require_safe
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one activity as a file for a calendar.

    Raises:
        Http404: there is none of this name, nobody dated it to the day, or it may not be known in public.
    """
    rows = list(public().filter(slug=slug, first_day__isnull=False))
    if not rows:
        raise Http404
    return calendar_of(rows, slug)


@require_safe
def as_json(request: HttpRequest, theme: str = "") -> HttpResponse:
    """Give the same as JSON Feed 1.1.

    Raises:
        Http404: there is no such theme.
    """
    asked, language = _theme(theme), (get_language() or "fr")[:2]
    name = "calendar_json_theme" if asked else "calendar_json"
    return JsonResponse(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": _title(asked),
            "home_page_url": absolute(reverse("website:calendar")),
            "feed_url": absolute(reverse(f"website:{name}", args=[asked.slug] if asked else [])),
            "language": language,
            "items": [_item(row, language) for row in _rows(asked).prefetch_related("themes")[:MOST]],
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _item(row: Activity, language: str) -> dict[str, Any]:
    address = absolute(reverse("website:activity", args=[row.slug]))
    return {
        "id": address,
        "url": address,
        "title": row.title_in(language),
        "language": row.title_language(language),
        "content_text": row.summary_in(language) or row.title_in(language),
        "date_modified": row.changed_at.isoformat(),
        "tags": [theme.name_in(language) for theme in row.themes.all()],
        "_activity": {
            "kind": row.kind,
            "state": row.state,
            "start": row.start,
            "end": row.end,
            "starts_at": moments[0].isoformat() if (moments := moments_of(row)) else None,
            "place": row.place.name_in(language) if row.place else "",
            "is_online": row.is_online,
        },
    }


def _title(theme: Theme | None) -> str:
    name = current_profile().name or "Convergence"
    said = _("%(name)s – calendar") % {"name": name}
    return f"{said} – {theme}" if theme else said


class CalendarAtom(Feed):
    """The calendar as Atom: what is coming and the last year, the latest written first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, theme: str = "") -> Theme | None:
        """Return the theme asked for.

        Raises:
            Http404: there is no such theme.
        """
        return _theme(theme)

    def title(self, theme: Theme | None) -> str:
        """Return the name of the organisation, and the theme."""
        return _title(theme)

    def subtitle(self, theme: Theme | None) -> str:
        """Say what the feed holds."""
        return _("What is coming, and what we did.")

    def link(self, theme: Theme | None) -> str:
        """Return the calendar."""
        return absolute(reverse("website:calendar"))

    def feed_url(self, theme: Theme | None) -> str:
        """Return the address of the feed itself."""
        name = "calendar_atom_theme" if theme else "calendar_atom"
        return absolute(reverse(f"website:{name}", args=[theme.slug] if theme else []))

    def feed_guid(self, theme: Theme | None) -> str:
        """Return the address of the feed: it never changes."""
        return self.feed_url(theme)

    def author_name(self, theme: Theme | None) -> str:
        """Return the organisation."""
        return current_profile().name or "Convergence"

    def items(self, theme: Theme | None) -> list[Activity]:
        """Return the activities."""
        return list(_rows(theme).order_by("-changed_at", "-pk")[:MOST])

    def item_title(self, item: Activity) -> str:
        """Return the title and when it is."""
        language = (get_language() or "fr")[:2]
        return f"{item.title_in(language)} – {told_when(item, language)}"

    def item_description(self, item: Activity) -> str:
        """Return the summary, which readers take for HTML."""
        return str(linebreaksbr(item.summary_in(get_language() or "fr"), autoescape=True))

    def item_link(self, item: Activity) -> str:
        """Return the address."""
        return absolute(reverse("website:activity", args=[item.slug]))

    def item_guid(self, item: Activity) -> str:
        """Return the address."""
        return self.item_link(item)

    item_guid_is_permalink = True

    def item_pubdate(self, item: Activity) -> datetime:
        """Return when it was written."""
        return item.created_at

    def item_updateddate(self, item: Activity) -> datetime:
        """Return when it was last changed."""
        return item.changed_at


@never_cache
@require_safe
def own(request: HttpRequest, code: str) -> HttpResponse:
    """Give what a union or a person takes part in, to whoever holds its secret address; never what is under guard.

    Raises:
        Http404: nobody has this address, or has it no more.
    """
    key = CalendarKey.objects.select_related("contact").filter(code=code, contact__merged_into=None).first()
    if key is None:
        raise Http404
    rows = Activity.objects.unguarded(timezone.localdate()).filter(
        pk__in=_of(key.contact),
        state__in=ON_CALENDAR,
        first_day__isnull=False,
        last_day__gte=timezone.localdate() - YEAR,
    )
    answer = calendar_of(rows.select_related("place").order_by("first_day", "pk")[:MOST], "mon-calendrier")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _of(contact: Contact) -> QuerySet[Any]:
    """Return the ids of what a person or a union has a part in: by the register, or by a place kept at an event."""
    ids = family_ids(contact)
    kept = Registration.objects.confirmed().order_by()
    if contact.kind == "PERSON":
        mine = PersonRole.objects.filter(person__in=ids).order_by().values("activity_id")
        return mine.union(kept.filter(person__in=ids).values("gathering__activity_id"))
    union = Q(contact__in=ids) | Q(contact__part_of__in=ids)
    took_part = Participation.objects.filter(union).order_by().values("activity_id")
    group = Q(party__organisation__in=ids) | Q(party__organisation__part_of__in=ids)
    return took_part.union(kept.filter(group).values("gathering__activity_id"))
