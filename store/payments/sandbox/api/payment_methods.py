"""The one call that browsers make: a card becomes a PaymentMethod, with the publishable key."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from store.payments.sandbox.objects.cards import create_payment_method
from store.payments.sandbox.objects.stored import shown
from store.payments.sandbox.parameters import Choice, Group, Text, Whole, nested
from store.payments.sandbox.refusals import StripeSays
from store.privacy.card_guard import lets_card_numbers_pass

ADDRESS = Group(
    {name: Text() for name in ("line1", "line2", "city", "state", "postal_code", "country")},
)
CREATE = Group(
    {
        "type": Choice("card"),
        "card": Group(
            {"number": Text(), "exp_month": Whole(least=1, most=12), "exp_year": Whole(least=2000), "cvc": Text(4)},
            needs=["number", "exp_month", "exp_year", "cvc"],
            knows="networks token",
        ),
        "billing_details": Group(
            {"name": Text(), "email": Text(), "phone": Text(), "address": ADDRESS}, knows="tax_id"
        ),
    },
    needs=["type", "card"],
)


@csrf_exempt  # it is asked with a key, not with cookies
@lets_card_numbers_pass(because="It stands in for Stripe's own address for cards; of a number it keeps four digits.")
@require_POST
def create(request: HttpRequest) -> JsonResponse:
    """Answer the stand-in's card field."""
    if request.headers.get("Authorization", "") != f"Bearer {settings.STRIPE_PUBLISHABLE_KEY}":
        return JsonResponse({"error": StripeSays("Invalid API Key provided.").error}, status=401)
    try:
        pairs = [(name, value) for name, values in request.POST.lists() for value in values]
        params: dict[str, Any] = CREATE.read(nested(pairs))
        return JsonResponse(shown(create_payment_method(params)))
    except StripeSays as said:
        return JsonResponse({"error": said.error}, status=said.status)


urlpatterns = [path("v1/payment_methods", create)]
