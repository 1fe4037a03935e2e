"""What the stand-in can do: one file per Stripe object, with Stripe's states and amounts."""

from store.payments.sandbox.objects.sessions import decline, expire, pay

__all__ = ["decline", "expire", "pay"]
