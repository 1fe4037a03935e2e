"""One call to Stripe: what its two kinds of failure mean, whatever the call."""

from collections.abc import Callable
from typing import Any

import stripe
from django.conf import settings

# A wrong key (401, 403), one key twice at once (409), too many calls (429) and 5xx say nothing about the payment.
UNDERSTOOD = (400, 402, 404)


class GatewayUnavailable(Exception):  # noqa: N818 - reads as what happened
    """No usable answer from Stripe; the call may be repeated with the same key."""


class KeyRefused(GatewayUnavailable):
    """Stripe does not take our key, or not for this; the call may be repeated once the key is right."""


class GatewayRefused(Exception):  # noqa: N818
    """Stripe understood and said no; `code` is Stripe's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Calls:
    """Stripe with one key; `http_client` is replaced in tests."""

    def __init__(
        self, *, key: str, base: str, webhook_secret: str, http_client: stripe.HTTPClient | None = None
    ) -> None:
        self._webhook_secret = webhook_secret
        self._stripe = stripe.StripeClient(
            key,
            base_addresses={"api": base},
            stripe_version=settings.STRIPE_API_VERSION,
            max_network_retries=2,
            http_client=http_client or stripe.RequestsClient(timeout=15),
        )

    @staticmethod
    def _call(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except stripe.StripeError as error:
            if error.http_status in UNDERSTOOD:
                raise GatewayRefused(error.code or type(error).__name__) from error
            fault = KeyRefused if error.http_status in (401, 403) else GatewayUnavailable
            raise fault(type(error).__name__) from error


def ours(found: Any) -> str:
    """Return our payment's id out of an object's metadata; empty when the object is not ours."""
    metadata = getattr(found, "metadata", None)
    return str(metadata["payment"]) if metadata and "payment" in metadata else ""
