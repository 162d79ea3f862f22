"""Papers of tours as tagged PDF (PDF/UA-1): the road book of a guest, the sheet of a host; each in the reader's language.

They bear the pseudonym of somebody at risk, whoever asks for them: papers get lost.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override

from convergence.activities.models import Activity
from convergence.core.dates import clock, full_day, long_day
from convergence.core.money import format_cents, locale_of
from convergence.core.profile import current_profile
from convergence.documents import content, pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.documents.typography import polish
from convergence.education.tours.choices import Means
from convergence.education.tours.models import Leg, Lodging, Tour, TourGuest, Way
from convergence.education.tours.queries.itinerary import RoadDay, days_of_leg, road_days
from convergence.messaging.commands.transactional import literal, unescaped


def hour_in(moment: Any, language: str) -> str:
    """Write an hour as people of a language do: « 14 h 05 », “2:05 pm”."""
    return clock(moment, language)


def languages_in(codes: Iterable[str], language: str) -> str:
    """Name languages in a language: « espagnol, anglais »."""
    from babel import Locale  # noqa: PLC0415

    names = Locale(language[:2]).languages
    return ", ".join(str(names.get(code, code)) for code in codes)


def names_in(names: list[str], language: str) -> str:
    """Name people in a row as people of a language do: « Rosa, Ana et Lucía »."""
    from babel.lists import format_list  # noqa: PLC0415

    return str(format_list(names, locale=language[:2])) if names else ""


def _days(days: Any, language: str) -> str:
    if days.first == days.last:
        return full_day(days.first, language)
    return _("%(first)s – %(last)s") % {"first": long_day(days.first, language), "last": long_day(days.last, language)}


def _facts(rows: list[tuple[str, Any]], language: str) -> list[dict[str, str]]:
    return [{"label": str(label), "value": polish(str(value), language)} for label, value in rows if value]


def _meeting(row: Activity, language: str) -> dict[str, Any]:
    time = hour_in(row.start_time, language) if row.start_time else ""
    if time and row.end_time:
        time += f"\n– {hour_in(row.end_time, language)}"
    where = _("online") if row.is_online else ", ".join(part for part in (row.venue, str(row.place or "")) if part)
    return {
        "time": time,
        "what": polish(row.title_in(language), language),
        "lang": row.title_language(language),
        "details": [polish(line, language) for line in (where,) if line],
    }


def _way(way: Way, language: str) -> dict[str, Any]:
    said = _("%(means)s from %(start)s to %(end)s") % {
        "means": capfirst(str(Means(way.means).label)),
        "start": way.leaves_from,
        "end": way.goes_to,
    }
    leaves, arrives = timezone.localtime(way.leaves_at), timezone.localtime(way.arrives_at)
    arrival = hour_in(arrives, language)
    if arrives.date() != leaves.date():
        arrival = f"{long_day(arrives.date(), language)}, {arrival}"
    details = [_("Arrives: %(when)s") % {"when": arrival}, way.remark]
    return {
        "time": hour_in(leaves, language),
        "what": polish(said, language),
        "lang": language,
        "details": [polish(line, language) for line in details if line],
    }


def _hosts(leg: Leg, language: str) -> dict[str, Any]:
    receives = ", ".join(part for part in (leg.contact_name, leg.contact_phone) if part)
    interpreter = ", ".join(part for part in (leg.interpreter, leg.interpreter_phone) if part)
    details = [
        _("Receives you: %(who)s") % {"who": receives} if receives else "",
        _("Interpreter: %(who)s") % {"who": interpreter} if interpreter else "",
    ]
    return {
        "time": _("Host"),
        "what": polish(leg.shown_host, language),
        "lang": leg.letters,
        "details": [polish(line, language) for line in details if line],
    }


def _sleeps(lodging: Lodging | None, language: str) -> str:
    if lodging is None:
        return ""
    return polish(", ".join(part for part in (lodging.name, lodging.address, lodging.phone) if part), language)


def _day(day: RoadDay, language: str, *, with_hosts: bool) -> dict[str, Any]:
    timed = [(way.leaves_at, _way(way, language)) for way in day.ways]
    timed += [(_start(row), _meeting(row, language)) for row in day.meetings]
    rows = [row for _at, row in sorted(timed, key=lambda one: one[0])]
    if with_hosts:
        rows = [_hosts(leg, language) for leg in day.legs if leg.first_day == day.day] + rows
    return {
        "title": capfirst(full_day(day.day, language)),
        "place": polish(" → ".join(dict.fromkeys(leg.city for leg in day.legs)), language),
        "rows": rows,
        "night": _sleeps(day.lodging, language),
    }


def _start(row: Activity) -> datetime:
    zone = timezone.get_default_timezone()
    hour = row.start_time or datetime.min.time()
    return datetime.combine(row.first_day, hour, zone) if row.first_day else datetime.max.replace(tzinfo=zone)


def _notes(points: list[str], title: str, language: str) -> Any:
    said = [point for point in points if point]
    if not said:
        return []
    source = f"## {title}\n\n" + "\n".join(f"- {literal(point)}" for point in said)
    return content.to_data(content.dress(content.parse(unescaped(source)), language))


def _render(data: dict[str, Any], tour: Tour, language: str, *, at: datetime) -> bytes:
    profile = current_profile()
    on_call = tour.on_call
    if on_call:
        on_call = polish(_("Day and night: %(who)s") % {"who": on_call}, language)
    labels = {
        "page": _("Page {page} of {pages}"),
        "night": _("Night"),
        "nothing": _("Nothing is planned yet."),
    }
    whole = {"brand": brand_data(profile), "paper": PAPER, "labels": labels, "on_call": on_call, **data}
    lang = locale_of(language).replace("_", "-")
    return pdf.render("road_book", whole, lang=lang, standards=pdf.UA, created=at)


def road_book(guest: TourGuest, *, at: datetime) -> bytes:
    """Return the road book of a guest, in the guest's language, whatever the language of the site."""
    tour, language = guest.tour, guest.language
    with override(language):
        facts = [
            (_("For"), guest.shown_name),
            (_("Days"), _days(tour.days, language)),
            (_("Per day"), format_cents(guest.per_day_cents, language) if guest.per_day_cents else ""),
            (_("Visa until"), long_day(guest.visa_until, language) if guest.visa_until else ""),
            (_("Insured until"), long_day(guest.insured_until, language) if guest.insured_until else ""),
        ]
        notes = [
            _("Keep this paper with you; leave it nowhere. It says where you are and where you sleep."),
            _("You may refuse any picture, recording or question, at any moment, without saying why."),
            _("If something changes or worries you, call the number at the foot of the page, at any hour.")
            if tour.on_call
            else "",
        ]
        data = {
            "title": _("Road book: %(what)s") % {"what": tour.activity.title_in(language)},
            "heading": _("Road book"),
            "lede": polish(tour.activity.title_in(language), language),
            "facts": _facts(facts, language),
            "days": [_day(day, language, with_hosts=True) for day in road_days(tour)],
            "notes": _notes(notes, _("Good to know"), language),
        }
        return _render(data, tour, language, at=at)


def host_sheet(leg: Leg, *, at: datetime) -> bytes:
    """Return the sheet of a host, in the language of its letters: its own days and nothing of the others."""
    tour, language = leg.tour, leg.letters
    with override(language):
        guests = list(tour.guests.select_related("person"))
        spoken = dict.fromkeys(code for guest in guests for code in guest.speaks)
        facts = [
            (_("Host"), leg.shown_host),
            (_("City"), leg.city),
            (_("Days"), _days(leg.days, language)),
            (_("Guests"), names_in([guest.shown_name for guest in guests], language)),
            (_("They speak"), languages_in(spoken, language)),
            (_("Receives them"), ", ".join(part for part in (leg.contact_name, leg.contact_phone) if part)),
            (_("Interpreter"), ", ".join(part for part in (leg.interpreter, leg.interpreter_phone) if part)),
        ]
        notes = [f"{guest.shown_name}\u00a0— {guest.presents_in(language)}" for guest in guests if guest.presents_fr]
        notes += [
            _("Ask each guest before any picture, recording or publication, and respect a no.")
            if all(not guest.is_at_risk for guest in guests)
            else _(
                "Somebody is at risk: no picture, no recording, no name, and nothing published, before the return and "
                "without their agreement."
            ),
            _("Write down how many people come to each meeting; nobody needs to give a name."),
        ]
        data = {
            "title": _("Sheet for the host: %(what)s") % {"what": tour.activity.title_in(language)},
            "heading": _("Sheet for the host"),
            "lede": polish(tour.activity.title_in(language), language),
            "facts": _facts(facts, language),
            "days": [_day(day, language, with_hosts=False) for day in days_of_leg(leg)],
            "notes": _notes(notes, _("Good to know"), language),
        }
        return _render(data, tour, language, at=at)
