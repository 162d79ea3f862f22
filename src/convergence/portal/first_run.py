"""The first-run page: who the organisation is, and who begins. Open only while no user exists."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import login
from django.core.validators import FileExtensionValidator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from convergence.accounts import first_run
from convergence.accounts.views import BACKEND
from convergence.core.errors import DomainError
from convergence.core.marks import check_mark
from convergence.ui import palette

COLOURS = ("paper", "ink", "thread", "night", "straw")


def _colour(label: Any, name: str, help_text: Any = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"type": "color"})
    return forms.CharField(
        label=label, initial=getattr(palette.DEFAULT, name), help_text=help_text, widget=widget, max_length=7
    )


class FirstRunForm(forms.Form):
    """The questions of the first run."""

    code = forms.CharField(
        label=_("Setup code"),
        help_text=_("It was printed where the server was started (make run, or manage.py first_run)."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        max_length=40,
    )
    name = forms.CharField(label=_("Full name of the organisation"), max_length=200)
    acronym = forms.CharField(label=_("Acronym"), max_length=40, required=False)
    mission = forms.CharField(
        label=_("Its mission, in one sentence"),
        help_text=_("It opens the first page."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=400,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Main language"),
        initial=get_language,
        choices=[("fr", "Français"), ("en", "English"), ("es", "Español")],
    )
    mark = forms.FileField(
        label=_("Mark"),
        help_text=_("A drawing in PNG or SVG, at most 512 KB. Without one, three strands that meet."),
        validators=[FileExtensionValidator(["png", "svg"]), check_mark],
        required=False,
    )
    paper = _colour(_("Paper colour"), "paper", _("The ground of every page; light."))
    ink = _colour(_("Ink colour"), "ink", _("The text; dark."))
    thread = _colour(_("Thread colour"), "thread", _("The strong one: opening, progress, what is late."))
    night = _colour(_("Second strand"), "night")
    straw = _colour(_("Third strand"), "straw")
    year_end_month = forms.TypedChoiceField(
        label=_("The financial year ends in"), choices=list(MONTHS.items()), coerce=int, initial=3
    )
    year_end_day = forms.IntegerField(label=_("on the"), min_value=1, max_value=31, initial=31)
    first_name = forms.CharField(label=_("Your first name"), max_length=150)
    last_name = forms.CharField(label=_("Your family name"), max_length=150)
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("You will sign in with it. You hold the role of coordination and give the others theirs."),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse colours that nobody could read, and a day that the month does not have."""
        given = super().clean() or {}
        for name in COLOURS:
            given[name] = str(given.get(name, "")).lower()
            if name not in self.errors and not palette.is_colour(given[name]):
                self.add_error(name, _("Write a colour as # and six digits, like #c1121f."))
        if not self.errors.keys() & {"paper", "ink"} and palette.contrast(given["paper"], given["ink"]) < palette.WORDS:
            self.add_error(
                "ink", _("Ink and paper are too close: text could not be read. Choose a darker ink or a lighter paper.")
            )
        if given.get("year_end_month") in {4, 6, 9, 11} and given.get("year_end_day") == 31:
            self.add_error("year_end_day", _("This month has 30 days."))
        if given.get("year_end_month") == 2 and (given.get("year_end_day") or 0) > 28:
            self.add_error("year_end_day", _("Write 28 for the end of February."))
        return given

    def profile(self) -> dict[str, Any]:
        """Return the fields of the organisation's profile."""
        kept = {
            name: self.cleaned_data[name] for name in ("name", "acronym", "mission", "year_end_month", "year_end_day")
        }
        kept |= {f"colour_{name}": self.cleaned_data[name] for name in COLOURS}
        return kept | ({"mark": self.cleaned_data["mark"]} if self.cleaned_data["mark"] else {})


GROUPS = (
    (_("The key"), ("code",)),
    (_("Your organisation"), ("name", "acronym", "mission", "language", "mark")),
    (_("Its five colours"), COLOURS),
    (_("Its year"), ("year_end_month", "year_end_day")),
    (_("You"), ("first_name", "last_name", "email")),
)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Show the questions, then write the profile and the first user and sign them in.

    Raises:
        Http404: somebody uses this installation already.
    """
    if not first_run.is_open():
        raise Http404
    form = FirstRunForm(request.POST or None, request.FILES or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid() and _begun(request, form):
        answer = redirect("accounts:second_factor")
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, form.cleaned_data["language"])
        return answer
    groups = [(label, [form[name] for name in names]) for label, names in GROUPS]
    return render(request, "portal/first_run.html", {"form": form, "groups": groups})


def _begun(request: HttpRequest, form: FirstRunForm) -> bool:
    given = form.cleaned_data
    who = {name: given[name] for name in ("code", "email", "first_name", "last_name", "language")}
    try:
        user = first_run.begin(**who, profile=form.profile(), at=timezone.now())
    except DomainError as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return False
    login(request, user, backend=BACKEND)
    return True
