"""Papers of trainings as tagged PDF: sheet for the host, sign-in sheet with its code, attestation."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_info, override
from django.utils.translation import gettext as _

from convergence.core.dates import long_day
from convergence.core.models import OrganisationProfile
from convergence.core.money import locale_of
from convergence.documents import content, pdf
from convergence.documents.branding import PAPER, brand_data
from convergence.documents.codes import qr_svg
from convergence.documents.typography import polish
from convergence.education.trainings.models import DateOption, SignInSheet, TrainingRequest
from convergence.education.trainings.queries.sessions import length, minutes_of, sheet_url, when
from convergence.education.trainings.rules import codes

LINES = 24


def _render(
    data: dict[str, Any], language: str, *, created: datetime, standards: Any, profile: OrganisationProfile
) -> bytes:
    with override(language):
        labels = {"page": _("Page {page} of {pages}")}
    whole = {"brand": brand_data(profile), "paper": PAPER, "labels": labels, **data}
    lang = locale_of(language).replace("_", "-")
    return pdf.render("sheet", whole, lang=lang, standards=standards, created=created)


def _facts(rows: list[tuple[str, Any]], language: str) -> list[dict[str, str]]:
    return [{"label": str(label), "value": polish(str(value), language)} for label, value in rows if value]


def _blocks(text: str, language: str) -> Any:
    return content.to_data(content.dress(content.parse(text), language))


def host_sheet(request: TrainingRequest, option: DateOption, profile: OrganisationProfile, *, at: datetime) -> bytes:
    """Return the sheet for the host, in the language of the union's letters: what, when, who comes, what to prepare."""
    language = request.letters
    training = request.training
    with override(language):
        facts = [
            (_("Training"), request.what_in(language)),
            (_("When"), when(option.starts_at, option.ends_at, language)),
            (_("Length"), length(minutes_of(option), language)),
            (_("Where"), _("online") if request.is_online else request.venue),
            (_("With"), option.facilitator),
            (_("Asked for by"), " — ".join(filter(None, (request.union_name, request.asked_name)))),
            (_("People announced"), request.people),
            (_("Access needs"), request.access_needs),
            (_("Reference"), request.code),
        ]
        parts = _preparation()
        goals = training.text_in("objectives", language).splitlines() if training else []
        if goals:
            parts.insert(0, (_("Objectives"), [goal.strip() for goal in goals if goal.strip()]))
        words = "\n\n".join(f"## {title}\n\n" + "\n".join(f"- {point}" for point in points) for title, points in parts)
        data = {
            "title": _("Sheet for the host: %(what)s") % {"what": request.what_in(language)},
            "heading": _("Sheet for the host"),
            "facts": _facts(facts, language),
            "body": _blocks(words, language),
        }
    return _render(data, language, created=at, standards=pdf.UA, profile=profile)


def _preparation() -> list[tuple[str, list[str]]]:
    """Return what the host is asked to do before, on the day and afterwards, in the active language."""
    return [
        (
            _("Before the session"),
            [
                _("A room where everybody can sit in a circle, sees and hears each other, and gets in without steps."),
                _("A screen or a white wall, and a socket near it."),
                _("The sign-in sheet, printed or on a telephone."),
            ],
        ),
        (
            _("On the day"),
            [
                _("Whoever facilitates arrives half an hour before. Say who welcomes them, and at which door."),
                _("Everybody signs in by the code or on paper. Only the name is asked for."),
            ],
        ),
        (
            _("Afterwards"),
            [
                _("An evaluation without names comes by e-mail: five minutes."),
                _("Whoever took part may ask for an attestation."),
            ],
        ),
    ]


def sign_in_paper(
    request: TrainingRequest, option: DateOption, sheet: SignInSheet, profile: OrganisationProfile, *, at: datetime
) -> bytes:
    """Return the sign-in sheet of a session: its code for telephones, and lines to sign on paper."""
    language = request.letters
    address = sheet_url(sheet)
    with override(language):
        hours = when(sheet.opens_at, sheet.closes_at, language)
        data = {
            "title": _("Sign-in sheet: %(what)s") % {"what": request.what_in(language)},
            "heading": request.what_in(language),
            "facts": _facts([(_("When"), when(option.starts_at, option.ends_at, language))], language),
            "code": {
                "svg": qr_svg(address),
                "alt": _("Code to sign in with a telephone: %(address)s") % {"address": address},
                "words": polish(
                    _(
                        "With a telephone: point its camera at this code. It takes names %(hours)s, and at no other time."
                    )
                    % {"hours": hours},
                    language,
                ),
            },
            "body": _blocks(
                _(
                    "Or sign below. Only the name is needed. It is kept two years, for your attestation; nobody else "
                    "gets it."
                ),
                language,
            ),
            "lines": {"columns": [_("No."), _("Name"), _("E-mail, for an attestation")], "number": LINES},
        }
    return _render(data, language, created=at, standards=pdf.UA, profile=profile)


def attestation_content(
    request: TrainingRequest,
    option: DateOption,
    minutes: int,
    *,
    name: str,
    number: str,
    code: str,
    language: str,
    at: datetime,
) -> dict[str, Any]:
    """Return what an attestation says, kept as it was issued."""
    return {
        "name": name,
        "number": number,
        "code": code,
        "language": language,
        "what": request.what_in(language),
        "starts_at": option.starts_at.astimezone(UTC).isoformat(),
        "ends_at": option.ends_at.astimezone(UTC).isoformat(),
        "minutes": minutes,
        "spoken": request.language,
        "is_online": request.is_online,
        "issued_at": at.astimezone(UTC).isoformat(),
    }


def verify_url(code: str) -> str:
    """Return the address that verifies a code."""
    return settings.BASE_URL + reverse("trainings_links:verify", args=[codes.shown(code)])


def attestation_pdf(said: dict[str, Any], profile: OrganisationProfile) -> bytes:
    """Return the paper of an attestation: PDF/A-2a and PDF/UA-1, the same bytes for the same content and face."""
    language = said["language"]
    start, end = (datetime.fromisoformat(said[key]) for key in ("starts_at", "ends_at"))
    issued = datetime.fromisoformat(said["issued_at"])
    organisation = profile.name or profile.acronym
    with override(language):
        spoken = get_language_info(said["spoken"])["name_translated"]
        facts = [
            (_("Training"), said["what"]),
            (_("When"), when(start, end, language)),
            (_("Length"), length(said["minutes"], language)),
            (_("Given in"), spoken),
            (_("Number"), said["number"]),
            (_("Code"), codes.shown(said["code"])),
        ]
        data = {
            "title": _("Attestation of participation %(number)s") % {"number": said["number"]},
            "heading": _("Attestation of participation"),
            "place_date": polish(long_day(issued, language), language),
            "lede": polish(_("%(organisation)s attests that") % {"organisation": organisation}, language),
            "name": said["name"],
            "after": polish(_("took part in the following training."), language),
            "facts": _facts(facts, language),
            "code": {
                "svg": qr_svg(verify_url(said["code"])),
                "alt": _("Code to verify this attestation: %(address)s") % {"address": verify_url(said["code"])},
                "words": polish(
                    _(
                        "To verify it, point a telephone at this code or type it at %(address)s. The page says what was "
                        "attested, never to whom."
                    )
                    % {"address": settings.BASE_URL + reverse("trainings_links:verify_form")},
                    language,
                ),
            },
            "signatory": {"name": organisation, "title": ""},
        }
    return _render(data, language, created=issued, standards=pdf.ARCHIVE, profile=profile)
