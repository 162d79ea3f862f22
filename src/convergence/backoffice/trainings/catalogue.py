"""The catalogue of trainings."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from convergence.accounts.policies import may, require
from convergence.backoffice.finance import base
from convergence.backoffice.lists import Bar, download, holding, listing
from convergence.backoffice.trainings.asking import ask, saved
from convergence.backoffice.trainings.forms import MaterialForm, SeriesForm, TrainingForm
from convergence.education.trainings import commands
from convergence.education.trainings.models import Material, Training
from convergence.education.trainings.queries.sessions import length

SEE, EDIT = "trainings.view_training", "trainings.edit_training"
GET_POST = ["GET", "POST"]


@require_safe
@listing(SEE)
def index(request: HttpRequest) -> HttpResponseBase:
    """List the trainings, or give the list as a file."""
    asked = Bar(gettext_lazy("Title"), [])
    words = asked.words(request)
    rows = (
        Training.objects.select_related("series")
        .annotate(asked=Count("requests"))
        .order_by("position", "title_fr", "pk")
    )
    rows = holding(rows, words, "title_fr", "title_en", "title_es") if words else rows
    head = [_("Title"), _("Length"), _("Languages"), _("In the public catalogue"), _("Requests")]
    cells = (
        [row.title_fr, row.minutes, row.languages, _("yes") if row.is_published else _("no"), row.asked]
        for row in rows.iterator(chunk_size=500)
    )
    file = download(request.GET.get("format", ""), "formations", head, cells)
    if file is not None:
        return file
    page = base.paged(request, rows)
    for row in page:
        row.length = length(row.minutes, "fr")
    context = {
        "title": _("Catalogue of trainings"),
        "lede": _("What a union may ask for, as the public site shows it."),
        "bar": asked,
        "is_filtered": bool(words),
        "page": page,
        "may_edit": may(request.user, EDIT),
    }
    return render(request, "backoffice/trainings/catalogue.html", context)


@require_http_methods(GET_POST)
def add(request: HttpRequest) -> HttpResponse:
    """Write a training."""
    require(request.user, EDIT)
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = saved(form, lambda: commands.write_training(actor=request.user, at=timezone.now(), **form.values()))
        if made is not None:
            messages.success(request, _("Written. Now add its guides and tools."))
            return redirect("trainings:edit_training", made.pk)
    context = {"title": _("A new training"), "form": form, "back_url": reverse("trainings:catalogue")}
    return render(request, "backoffice/form.html", context, status=422 if form.errors else 200)


def _training(pk: int) -> Training | None:
    return Training.objects.filter(pk=pk).first()


@require_http_methods(GET_POST)
def edit(request: HttpRequest, training_id: int) -> HttpResponse:
    """Change a training, with its guides and tools."""
    training = base.visible_or_404(request, EDIT, Training.objects.all(), training_id)
    form = TrainingForm(request.POST or None, instance=training)
    return ask(
        request,
        form,
        lambda given: commands.write_training(
            training_id=training_id, actor=request.user, at=timezone.now(), **form.values()
        ),
        reverse("trainings:edit_training", args=[training_id]),
        template="backoffice/trainings/training.html",
        context={"materials": Material.objects.filter(training=training_id), "training": _training(training_id)},
        title=training.title_fr,
        act=_("Save"),
        said=_("Changed."),
    )


@require_http_methods(GET_POST)
def add_material(request: HttpRequest, training_id: int) -> HttpResponse:
    """Add a guide or tool."""
    training = base.visible_or_404(request, EDIT, Training.objects.all(), training_id)
    return ask(
        request,
        MaterialForm(request.POST or None),
        lambda given: commands.add_material(training_id=training.pk, actor=request.user, at=timezone.now(), **given),
        reverse("trainings:edit_training", args=[training.pk]),
        title=_("A guide or tool of “%(title)s”") % {"title": training.title_fr},
        act=_("Add"),
        said=_("Added."),
    )


@require_http_methods(GET_POST)
def add_series(request: HttpRequest) -> HttpResponse:
    """Write a series of trainings."""
    require(request.user, EDIT)
    return ask(
        request,
        SeriesForm(request.POST or None),
        lambda given: commands.write_series(actor=request.user, at=timezone.now(), **given),
        reverse("trainings:catalogue"),
        title=_("A series of trainings"),
        lede=_("Trainings that belong together, and the page elsewhere that presents them."),
        act=_("Save"),
        said=_("Written."),
    )


@require_POST
def remove_material(request: HttpRequest, material_id: int) -> HttpResponse:
    """Take a guide or tool out."""
    row = Material.objects.filter(pk=material_id).first()
    training = base.visible_or_404(request, EDIT, Training.objects.all(), row.training_id if row else 0)
    base.done(
        request,
        lambda: commands.remove_material(material_id=material_id, actor=request.user, at=timezone.now()),
        _("Taken out."),
    )
    return redirect("trainings:edit_training", training.pk)
