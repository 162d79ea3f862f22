"""Trainings on the public site: the catalogue, one training, and the form by which a union asks for one (S94)."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from convergence.core.errors import DomainError
from convergence.core.models import OrganisationProfile
from convergence.core.profile import current_profile
from convergence.education.tools.choices import Audience, ToolState
from convergence.education.trainings import commands
from convergence.education.trainings.choices import Via
from convergence.education.trainings.errors import TooManyAsked
from convergence.education.trainings.forms import NEWS_WORDS, RequestForm
from convergence.education.trainings.models import Training
from convergence.education.trainings.queries.sessions import length
from convergence.ui.forms import add_refusal
from convergence.website.heads import told_to_machines
from convergence.website.machines import organisation_data

MOST_ASKED, WAIT_SECONDS = 20, 3600


def told(training: Training, language: str) -> dict[str, Any]:
    """Return a training in the language of the page."""
    return {
        "training": training,
        "title": training.title_in(language),
        "title_language": training.title_language(language),
        "summary": training.text_in("summary", language),
        "objectives": [line.strip() for line in training.text_in("objectives", language).splitlines() if line.strip()],
        "audience": training.text_in("audience", language),
        "length": length(training.minutes, language),
        "spoken": [_language_name(code) for code in training.languages.split()],
    }


def _language_name(code: str) -> str:
    return str(get_language_info(code)["name_translated"]) if code in dict(settings.LANGUAGES) else code


def _language() -> str:
    return (get_language() or "fr")[:2]


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"website/{name}.html", context, status=status)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show the catalogue, trainings of one series together (S90)."""
    language = _language()
    rows = Training.objects.published().select_related("series").prefetch_related("themes")
    series: dict[int, dict[str, Any]] = {}
    alone = []
    for training in rows:
        if training.series is None:
            alone.append(told(training, language))
            continue
        group = series.setdefault(training.series.pk, {"series": training.series, "rows": []})
        group["rows"].append(told(training, language))
    words = _("Invite us to meet your members: we come to your union, or online, on a day that suits you.")
    heard = told_to_machines("trainings", title=_("Trainings"), words=words)
    return _page(request, "trainings", groups=list(series.values()), alone=alone, **heard)


@require_safe
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one training: objectives, duration, audience, languages, materials (S83, S12).

    Raises:
        Http404: there is none of this name in the catalogue.
    """
    rows = (
        Training.objects.published()
        .select_related("series", "axis")
        .prefetch_related("themes", "materials__file", "materials__tool")
    )
    training = rows.filter(slug=slug).first()
    if training is None:
        raise Http404
    language = _language()
    materials = [
        {
            "row": row,
            "language": _language_name(row.language),
            "length": length(row.minutes, language) if row.minutes else "",
            "address": reverse("website:tool", args=[row.tool.slug])
            if row.tool and row.tool.state == ToolState.PUBLISHED and row.tool.audience == Audience.PUBLIC
            else row.address,
        }
        for row in training.materials.all()
    ]
    beside = training.series.trainings.published().exclude(pk=training.pk) if training.series else []
    context = {"materials": materials, "beside": [told(row, language) for row in beside]}
    shown = told(training, language)
    heard = told_to_machines(
        "training", slug, title=shown["title"], words=shown["summary"], about=course_of(training, shown)
    )
    return _page(request, "training", **shown, **context, **heard)


def course_of(training: Training, shown: dict[str, Any]) -> dict[str, Any]:
    """Return a training as schema.org Course: given where it is asked for, so it bears no date."""
    minutes, ways = training.minutes, ["onsite", "online"] if training.may_be_online else ["onsite"]
    return {
        "@type": "Course",
        "description": shown["summary"] or shown["title"],
        "provider": {"@id": organisation_data(current_profile())["@id"]},
        "teaches": shown["objectives"],
        "audience": {"@type": "Audience", "audienceType": shown["audience"]} if shown["audience"] else None,
        "availableLanguage": training.languages.split(),
        "hasCourseInstance": {"@type": "CourseInstance", "courseMode": ways, "courseWorkload": f"PT{minutes}M"},
    }


def news_words(profile: OrganisationProfile) -> str:
    """Return the words beside the box about invitations; empty when the profile lacks what the law asks for (C5)."""
    address = ", ".join(part for part in (profile.street, profile.city, profile.postal_code) if part)
    contact = profile.email or profile.phone or profile.website
    if not (profile.name and address and contact):
        return ""
    return str(NEWS_WORDS) % {"name": profile.name, "address": address, "contact": contact}


@csrf_exempt  # nobody is signed in: whoever forges this form may as well fill it
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a training, without an account and without JavaScript."""
    picked = Training.objects.published().filter(slug=request.GET.get("formation", "")[:80]).first()
    initial = {"training": picked, "language": _language()}
    form = RequestForm(request.POST or None, initial=initial, news_words=news_words(current_profile()))
    if request.method == "POST" and form.is_valid():
        if form.is_by_a_machine:
            return redirect("website:training_asked")
        try:
            _receive(request, form)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("website:training_asked")
    words = _("Five minutes. Within ten days you receive dates to choose from. No account is needed.")
    heard = told_to_machines("training_ask", title=_("Ask for a training"), words=words)
    return _page(request, "training_ask", form=form, status=422 if form.errors else 200, **heard)


def _receive(request: HttpRequest, form: RequestForm) -> None:
    key = f"training-asked:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WAIT_SECONDS)
    if cache.incr(key) > MOST_ASKED:
        raise TooManyAsked
    commands.receive_request(
        form_key=form.cleaned_data["form_key"],
        via=Via.FORM,
        letters=_language(),
        actor=None,
        at=timezone.now(),
        **form.values(),
    )


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say that the request has come, and what happens next."""
    return _page(request, "training_asked", **told_to_machines("training_asked", title=_("Thank you")))
