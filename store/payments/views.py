"""The address where Stripe tells us what happened."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from store.payments.gateway import gateway
from store.payments.inbox import receive
from store.privacy.card_guard import lets_card_numbers_pass


@csrf_exempt  # Stripe signs the body instead
@lets_card_numbers_pass(because="Stripe sends none, and what is signed must not be lost over a number like one.")
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """Store a signed event and answer 200; 400 for anything that is not one."""
    event = gateway().read_event(request.body, request.headers.get("Stripe-Signature", ""))
    if event is None:
        return HttpResponse("Not a signed event.", status=400, content_type="text/plain")
    receive(event)
    return HttpResponse(status=200)
