"""The sizes in which pages ask for pictures, made before anybody waits for them."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from convergence.documents.models import Picture

FORMATS = ("avif", "webp", "jpeg")
LARGE = (400, 800, 1200)
"""Widths of a picture that opens a page or stands in it; `opening_picture.html` and `blocks/picture.html` ask for them."""
SMALL = (240, 400, 800)
"""Widths of a picture in a list of news; `news_entry.html` asks for them."""
SHARED = "fill-1200x630|format-jpeg"
"""What others show when they link to a page."""


def specs() -> list[str]:
    """Return every size, as Wagtail writes them."""
    widths = sorted({*LARGE, *SMALL})
    return [f"format-{kind}|width-{width}" for kind in FORMATS for width in widths] + [SHARED]


def make_missing(*, at: datetime, most: int = 4) -> int:
    """Make the sizes of the latest pictures that lack some, if they may be shown; return how many pictures had any made.

    Only those of the last day are looked at: a file that is gone or cannot be read is not tried for ever.
    """
    wanted = specs()
    made = Count("renditions", filter=Q(renditions__filter_spec__in=wanted))
    fresh = Picture.objects.filter(changed_at__gte=at - timedelta(days=1)).annotate(made=made)
    lacking = fresh.filter(made__lt=len(wanted)).order_by("-changed_at", "-pk")
    ready = [picture for picture in lacking if picture.may_be_shown][:most]
    for picture in ready:
        if picture.sized(SHARED) is not None:
            picture.get_renditions(*wanted)
    return len(ready)
