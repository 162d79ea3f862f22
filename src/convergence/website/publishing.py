"""What is asked of a page before anybody may see it, through whichever door it is published."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from wagtail.admin import messages
from wagtail.models import Page

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
