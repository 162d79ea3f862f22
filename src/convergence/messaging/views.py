"""Pages that recipients open from a message: no sign-in, no cost, one page (C23)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from convergence.messaging import commands, queries
from convergence.messaging.choices import Purpose, Topic
from convergence.messaging.errors import UnknownToken
from convergence.messaging.forms import UnsubscribeForm
from convergence.messaging.models import Delivery
from convergence.messaging.rules import topic_of


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """The page of the link, and the one-click POST of mail programs (RFC 8058).

    A POST needs no CSRF token: who holds the link of the message may unsubscribe, and nothing else is
    done. A GET changes nothing: mail filters open links.
    """
    delivery = queries.delivery_by_token(token)
    if delivery is None:
        raise UnknownToken
    language = request.GET.get("l") or delivery.message.language
    with override(language if language in {"fr", "en", "es"} else "fr"):
        if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
            return _one_click(delivery)
        return _page(request, delivery)


def _one_click(delivery: Delivery) -> HttpResponse:
    topic = topic_of(Purpose(delivery.mailing.purpose))
    commands.unsubscribe(token=delivery.token, topic=topic, method="one-click", at=timezone.now())
    return HttpResponse(_("Done."), content_type="text/plain; charset=utf-8")


def _page(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    own = topic_of(Purpose(delivery.mailing.purpose))
    topics = [own, Topic.ALL] if own != Topic.ALL else [Topic.ALL]
    form = UnsubscribeForm(request.POST if request.method == "POST" else None, topics=topics)
    stopped = None
    if request.method == "POST" and form.is_valid():
        stopped = Topic(form.cleaned_data["topic"])
        commands.unsubscribe(token=delivery.token, topic=stopped, method="page", at=timezone.now())
    context = {
        "form": form,
        "delivery": delivery,
        "stopped": stopped,
        "stopped_before": [block.topic for block in queries.blocks(delivery.address)],
        "title": _("You will receive no more messages of this kind") if stopped else _("Stop receiving our messages"),
    }
    status = 422 if form.errors else 200
    return render(request, "messaging/unsubscribe.html", context, status=status)
