"""The page where people say what they thought of an activity: no sign-in, no session, no name (S15)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from convergence.activities.commands import answer_evaluation
from convergence.activities.forms import EvaluationForm
from convergence.activities.models import Activity
from convergence.core.errors import DomainError


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def evaluate(request: HttpRequest, code: str) -> HttpResponse:
    """Show the questions, or count the answers.

    No token against forged requests is asked for: whoever holds the link may answer, also a browser that refuses cookies.

    Raises:
        Http404: no activity has this link.
    """
    activity = Activity.objects.filter(evaluation_code=code).first()
    if activity is None:
        raise Http404
    form = EvaluationForm(request.POST if request.method == "POST" else None)
    thanks = False
    if request.method == "POST" and form.is_valid():
        try:
            answer_evaluation(activity_id=activity.pk, answers=form.answers(), remark=form.cleaned_data["remark"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            thanks = True
    title = _("Thank you") if thanks else _("What did you think of it?")
    context = {"title": title, "form": form, "activity": activity, "thanks": thanks}
    return render(request, "activities/evaluate.html", context, status=422 if form.errors else 200)
