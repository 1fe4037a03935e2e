"""The account itself: whether it may charge, what it is told to tell us, and where people look at it."""

from django.conf import settings


def dashboard_address(object_id: str) -> str:
    """Return the page of a payment in Stripe's dashboard; empty where the stand-in answers, which has none."""
    if settings.STRIPE_SANDBOX or not object_id:
        return ""
    test = "test/" if "_test_" in settings.STRIPE_SECRET_KEY else ""
    return f"https://dashboard.stripe.com/{test}payments/{object_id}"
