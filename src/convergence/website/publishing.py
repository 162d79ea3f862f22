"""What is asked of a page before anybody may see it, through whichever door it is published."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page, Revision

from convergence.website.models import PublicPage


def lacks(request: HttpRequest, page: Page) -> bool:
    """Tell whether a picture of a page lacks credit, words or consent, and say to the person which one and what."""
    if not isinstance(page, PublicPage):
        return False
    try:
        page.refuse_unready_pictures()
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return True
    return False


def publish_due(*, at: datetime) -> None:
    """Take down the pages whose time is over and publish those whose moment has come.

    One whose picture may not be shown any more goes back among the drafts that wait. Safe to call twice.
    """
    for page in Page.objects.filter(live=True, expire_at__lt=at).order_by("expire_at", "pk"):
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    for revision in Revision.objects.filter(approved_go_live_at__lt=at).order_by("approved_go_live_at", "pk"):
        page = revision.as_object()
        try:
            if isinstance(page, PublicPage):
                page.refuse_unready_pictures()
        except ValidationError:
            Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        else:
            revision.publish(log_action="wagtail.publish.scheduled")
