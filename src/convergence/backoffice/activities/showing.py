"""Pictures and files of an activity."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.images.fields import WagtailImageField

from convergence.accounts.policies import may
from convergence.activities import commands
from convergence.activities.choices import DocumentPurpose
from convergence.activities.models import Activity, ActivityDocument, ActivityPicture
from convergence.backoffice.activities.acts import EDIT, GET_POST, ask, mine
from convergence.backoffice.finance import base
from convergence.core.errors import DomainError
from convergence.documents.choices import PortrayedConsent
from convergence.documents.commands import describe_picture, take_file, take_picture
from convergence.documents.models import LANGUAGES, Picture
from convergence.ui.forms import add_refusal

MOST_AT_ONCE = 40
LARGEST_FILE = 50 * 1024 * 1024


class SeveralFiles(forms.ClearableFileInput):
    """The field of a page in which several files are chosen at once."""

    allow_multiple_selected = True


class PicturesField(forms.FileField):
    """Pictures, one or several; each is opened before anything is taken in."""

    def __init__(self, **kwargs: Any) -> None:
        kinds = ",".join(f".{kind}" for kind in settings.WAGTAILIMAGES_EXTENSIONS)
        super().__init__(widget=SeveralFiles(attrs={"accept": kinds}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the pictures.

        Raises:
            ValidationError: none came, too many, or one is no picture that can be opened; it is named.
        """
        sent = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if not sent:
            raise ValidationError(_("Choose at least one picture."))
        if len(sent) > MOST_AT_ONCE:
            raise ValidationError(_("At most %(most)s pictures at once.") % {"most": MOST_AT_ONCE})
        return [_opened(one) for one in sent]


def _opened(file: Any) -> Any:
    try:
        return WagtailImageField().clean(file)
    except ValidationError as refusal:
        raise ValidationError([f"{file.name} : {words}" for words in refusal.messages]) from refusal
    except Exception as error:  # (a lying picture may break the decoder in any way)
        words = _("%(name)s: this is no picture that can be opened.") % {"name": file.name}
        raise ValidationError(words) from error


CONSENTS = [("", gettext_lazy("choose")), *PortrayedConsent.choices]


class PicturesForm(forms.Form):
    """Several pictures of one author at once; what each shows is said on the next page."""

    files = PicturesField(
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy(
            "One or several. Where and when they were taken, names and the device are taken out of the files as they come."
        ),
    )
    credit = forms.CharField(
        label=gettext_lazy("Credit"), max_length=200,
        help_text=gettext_lazy("Who made them, and for whom: it stands beside each of them, everywhere."),
    )  # fmt: skip
    consent = forms.ChoiceField(
        label=gettext_lazy("People shown"), choices=CONSENTS,
        help_text=gettext_lazy("Only “nobody can be recognised” and “agreed to print and web” are shown in public."),
    )  # fmt: skip
    consent_note = forms.CharField(label=gettext_lazy("How they agreed"), max_length=300, required=False)


class PictureWordsForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a picture shows, who made it, what those shown agreed to."""

    class Meta:
        model = Picture
        fields = ("alt_fr", "alt_en", "alt_es", "credit", "consent", "consent_note")

    def _post_clean(self) -> None:
        """Leave the picture as it is: the command writes it."""


class FileForm(forms.Form):
    """A file of an activity."""

    file = forms.FileField(
        label=gettext_lazy("File"), validators=[FileExtensionValidator(settings.WAGTAILDOCS_EXTENSIONS)]
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    purpose = forms.ChoiceField(label=gettext_lazy("What it is"), choices=DocumentPurpose.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=LANGUAGES)
    is_public = forms.BooleanField(
        label=gettext_lazy("Offered to everybody on the public page"), required=False,
        help_text=gettext_lazy("Read it once more before: names, addresses and telephones do not belong in it."),
    )  # fmt: skip

    def clean_file(self) -> Any:
        """Refuse a file that is too large."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            words = _("This file weighs %(size)s; at most %(most)s are taken.")
            raise ValidationError(
                words % {"size": filesizeformat(file.size), "most": filesizeformat(LARGEST_FILE)}, "file_too_large"
            )
        return file


@require_http_methods(GET_POST)
def pictures(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Show the pictures of an activity with what each still lacks, and take others in."""
    activity = mine(request, EDIT, activity_id)
    form = PicturesForm(request.POST, request.FILES) if request.method == "POST" else PicturesForm()
    if request.method == "POST" and form.is_valid():
        try:
            taken = [_take(request, activity, file, form.cleaned_data) for file in form.cleaned_data["files"]]
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            _say_what_was_taken_out(request, taken)
            return redirect("activities:pictures", activity_id)
    rows = list(activity.pictures.select_related("picture").prefetch_related("picture__renditions"))
    for row in rows:
        row.lacks = row.picture.missing()
    context = {
        "title": _("Pictures of “%(title)s”") % {"title": activity.title_fr},
        "lede": _(
            "A picture is shown in public once it is credited, put into words, and nobody is shown against their will."
        ),
        "form": form,
        "act": _("Take them in"),
        "activity": activity,
        "rows": rows,
        "may_describe": may(request.user, "documents.edit_picture"),
        "back_url": reverse("activities:show", args=[activity_id]),
    }
    return render(request, "backoffice/activities/pictures.html", context, status=422 if form.errors else 200)


def _take(request: HttpRequest, activity: Activity, file: Any, given: dict[str, Any]) -> Picture:
    file.seek(0)
    about = {name: given[name] for name in ("credit", "consent", "consent_note")}
    made = take_picture(name=file.name, content=file.read(), actor=request.user, at=timezone.now(), **about)
    commands.add_picture(activity_id=activity.pk, picture_id=made.pk, actor=request.user, at=timezone.now())
    return made


def _say_what_was_taken_out(request: HttpRequest, taken: list[Picture]) -> None:
    words = ngettext("%(number)s picture is taken in.", "%(number)s pictures are taken in.", len(taken))
    messages.success(request, words % {"number": len(taken)})
    found = dict.fromkeys(word for picture in taken for word in picture.taken_out_words)
    if found:
        said = _("Taken out of the files before they were kept: %(what)s. The files on your side still tell it.")
        messages.warning(request, said % {"what": ", ".join(found)})


@require_http_methods(GET_POST)
def picture(request: HttpRequest, activitypicture_id: int) -> HttpResponse:
    """Say what a picture shows."""
    row = ActivityPicture.objects.select_related("picture").filter(pk=activitypicture_id).first()
    activity = mine(request, EDIT, row.activity_id if row else 0)
    assert row is not None  # noqa: S101  (an activity was found by it)
    form = PictureWordsForm(request.POST or None, instance=row.picture)
    if request.method == "POST" and form.is_valid():
        try:
            describe_picture(picture_id=row.picture_id, actor=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("Changed."))
            return redirect("activities:pictures", activity.pk)
    context = {
        "title": _("What this picture shows"),
        "lede": _("In one sentence, as you would tell it to somebody on the telephone."),
        "form": form,
        "picture": row.picture,
        "back_url": reverse("activities:pictures", args=[activity.pk]),
    }
    return render(request, "backoffice/activities/picture.html", context, status=422 if form.errors else 200)


@require_POST
def remove_picture(request: HttpRequest, activitypicture_id: int) -> HttpResponse:
    """Take a picture away; it stays among the pictures."""
    row = ActivityPicture.objects.filter(pk=activitypicture_id).first()
    activity = mine(request, EDIT, row.activity_id if row else 0)
    base.done(
        request,
        lambda: commands.remove_picture(row_id=activitypicture_id, actor=request.user, at=timezone.now()),
        _("Taken out."),
    )
    return redirect("activities:pictures", activity.pk)


@require_http_methods(GET_POST)
def add_file(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Add a file."""
    activity = mine(request, EDIT, activity_id)
    return ask(
        request,
        activity,
        FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm(),
        lambda given: _add_file(request, activity, given),
        title=_("A file of “%(title)s”") % {"title": activity.title_fr},
        act=_("Add"),
        said=_("Added."),
    )


def _add_file(request: HttpRequest, activity: Activity, given: dict[str, Any]) -> None:
    made = take_file(
        name=given["file"].name,
        content=given["file"].read(),
        title=given["title"],
        language=given["language"],
        actor=request.user,
        at=timezone.now(),
    )
    commands.add_document(
        activity_id=activity.pk,
        file_id=made.pk,
        is_public=given["is_public"],
        purpose=given["purpose"],
        actor=request.user,
        at=timezone.now(),
    )


@require_POST
def remove_file(request: HttpRequest, activitydocument_id: int) -> HttpResponse:
    """Take a file away; it stays among the files."""
    row = ActivityDocument.objects.filter(pk=activitydocument_id).first()
    activity = mine(request, EDIT, row.activity_id if row else 0)
    base.done(
        request,
        lambda: commands.remove_document(row_id=activitydocument_id, actor=request.user, at=timezone.now()),
        _("Taken out."),
    )
    return redirect("activities:show", activity.pk)
