"""The stylesheet of the organisation's colours, and the style guide in development."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convergence.ui import palette
from convergence.ui import styleguide as specimens
from convergence.ui.context import organisation_of, palette_of


@require_safe
def stylesheet(request: HttpRequest) -> HttpResponse:
    """Return the colours of the organisation; its address carries their fingerprint, so it may be kept for ever."""
    answer = HttpResponse(
        palette.stylesheet(palette_of(organisation_of(request))), content_type="text/css; charset=utf-8"
    )
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@require_safe
def mark(request: HttpRequest) -> FileResponse:
    """Return the organisation's mark. A drawing may hold scripts: as a page of its own it may run none.

    Raises:
        Http404: no mark was given, or its file is gone.
    """
    kept = organisation_of(request).mark
    if not kept or not kept.storage.exists(kept.name):
        raise Http404
    answer = FileResponse(kept.open("rb"), content_type="image/svg+xml" if kept.name.endswith(".svg") else "image/png")
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the tokens, the drawings and every component; `?errors` shows a form that was refused.

    Raises:
        Http404: this is a real installation, neither in development nor the example.
    """
    if not (settings.DEBUG or settings.DEMO_MODE):
        raise Http404
    return render(request, "ui/styleguide/index.html", specimens.everything(request.GET))
