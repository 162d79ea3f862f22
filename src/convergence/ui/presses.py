"""Double clicks: a page that is sent again while it is being answered, or right after, gets the same answer."""

import logging
from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import SafeData, mark_safe

from convergence.core.errors import Busy
from convergence.core.faults import refusal_of
from convergence.core.presses import PRESS_KEY, Sent, answer_of_first, claim, settle
from convergence.ui.middleware import Answer, refusal_page

logger = logging.getLogger(__name__)
LEADS_ON = frozenset({302, 303})
WORDS_ONLY = "application/x-www-form-urlencoded"
TOKEN = "csrfmiddlewaretoken"  # noqa: S105  (the name of a field)


class OnePressMiddleware:
    """Does the act of a page once, however often its button is pressed; each press gets the answer of the first.

    Each page that is shown holds its own token against forged requests, so a page sent twice is known by it: whoever
    opens the page again and presses again means it. Only answers that lead to another page are kept: an error that is
    shown in the form did nothing. Pages behind links take no such token; theirs hold a key instead: `{% press_key %}`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; keep the answer when this was the first press."""
        answer = self.get_response(request)
        sent: Sent | None = getattr(request, "first_press", None)
        if sent is not None:
            try:
                settle(sent, _kept(request, answer), at=timezone.now())
            except OperationalError:  # the act is done: it is not told as a fault because its answer cannot be kept
                logger.warning("%s: the answer to a press was not kept", request.path, exc_info=True)
        return answer

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Answer what the first press answered; None lets the view act."""
        sent = _sent(request, view)
        try:
            return self._answer(request, sent) if sent is not None else None
        except OperationalError as error:  # Django asks no other layer about what this one raises here
            if not isinstance(found := refusal_of(error), Busy):
                raise
            return refusal_page(request, found)

    def _answer(self, request: HttpRequest, sent: Sent) -> HttpResponse | None:
        while not claim(sent, at=timezone.now()):
            said = answer_of_first(sent)
            if said is not None:
                for level, words, is_safe in said["messages"]:
                    messages.add_message(request, level, mark_safe(words) if is_safe else words)  # noqa: S308  (it was)
                return redirect(said["to"])
            settle(sent, None, at=timezone.now())
        request.first_press = sent  # type: ignore[attr-defined]
        return None


def _sent(request: HttpRequest, view: Any) -> Sent | None:
    if request.method != "POST":
        return None
    if getattr(view, "csrf_exempt", False) and request.content_type != WORDS_ONLY:
        # Nobody has read its files yet, and the view may first say how heavy they may be.
        mark, words = request.GET.get(PRESS_KEY, ""), repr(request.META.get("CONTENT_LENGTH"))
    else:
        mark = request.POST.get(PRESS_KEY if getattr(view, "csrf_exempt", False) else TOKEN, "")
        files = [(name, file.name, file.size) for name, many in request.FILES.lists() for file in many]
        words = repr((sorted(request.POST.lists()), files))
    return Sent(mark, f"{request.user.pk} {request.get_full_path()} {words}") if mark else None


def _kept(request: HttpRequest, answer: HttpResponse) -> dict[str, Any] | None:
    gives_cookies = bool(answer.cookies) or request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    if answer.status_code not in LEADS_ON or gives_cookies:
        return None
    said = messages.get_messages(request)._queued_messages  # type: ignore[attr-defined]  # noqa: SLF001
    kept = [(one.level, str(one.message), isinstance(one.message, SafeData)) for one in said]
    return {"to": answer["Location"], "messages": kept}
