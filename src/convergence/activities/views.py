"""Pages for those who are there: signing in by the sheet on the wall, and saying what they thought of it (S15).

Neither asks for an account, a session or a cookie.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from convergence.activities.commands import answer_evaluation
from convergence.activities.commands import sign_in as sign_somebody_in
from convergence.activities.commands.signing import is_open
from convergence.activities.forms import EvaluationForm, SignInForm
from convergence.activities.models import Activity
from convergence.core.errors import DomainError
from convergence.ui.forms import add_refusal

DONE = "merci"
"""What the address says once it is done: a page that is read again sends nothing again."""


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
    if request.method == "POST" and form.is_valid():
        try:
            answer_evaluation(activity_id=activity.pk, answers=form.answers(), remark=form.cleaned_data["remark"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(f"{request.path}?{DONE}")
    thanks = request.method != "POST" and DONE in request.GET
    title = _("Thank you") if thanks else _("What did you think of it?")
    context = {"title": title, "form": form, "activity": activity, "thanks": thanks}
    return render(request, "activities/evaluate.html", context, status=422 if form.errors else 200)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, code: str) -> HttpResponse:
    """Let whoever scanned the sheet sign in, on the day, with the number said in the room.

    Raises:
        Http404: no sheet has this code, or it was renewed.
    """
    activity = Activity.objects.filter(sign_in_code=code).first()
    if activity is None:
        raise Http404
    now = timezone.now()
    opened = is_open(activity, now)
    form = SignInForm(request.POST if request.method == "POST" and opened else None)
    if form.is_bound and form.is_valid():
        try:
            sign_somebody_in(code=code, at=now, **form.cleaned_data)
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            return redirect(f"{request.path}?{DONE}")
    done = request.method != "POST" and DONE in request.GET
    context = {
        "title": _("You are signed in") if done else _("Sign me in"),
        "form": form,
        "activity": activity if opened else None,
        "opened": opened,
        "done": done,
    }
    return render(request, "activities/sign_in.html", context, status=422 if form.errors else 200)
