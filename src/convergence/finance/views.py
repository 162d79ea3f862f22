"""The one address of finance that is public: where the card provider tells what happened."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from convergence.finance.commands.online import hear
from convergence.finance.errors import BadSignature

MAX_BYTES = 256 * 1024


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Take a signed notice: 200 once it is written, 400 when it is not signed, 503 when it should come again."""
    size = request.headers.get("Content-Length") or "0"
    if not size.isdecimal() or len(size) > 9 or int(size) > MAX_BYTES:
        return JsonResponse({"code": "too_large"}, status=413)
    try:
        event = hear(body=request.body, signature=request.headers.get("Stripe-Signature", ""), at=timezone.now())
    except BadSignature as error:
        return JsonResponse({"code": error.code, "message": str(error)}, status=error.status)
    except OperationalError:
        return JsonResponse({"code": "busy"}, status=503)
    return JsonResponse({"received": event.event_id, "state": event.state})
