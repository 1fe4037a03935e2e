"""The stand-in's own memory: objects, idempotency keys and events; the shop never reads these tables."""

from django.db import models
from django.utils import timezone


class SandboxObject(models.Model):
    """A Checkout Session, PaymentIntent, Charge or Refund, as the JSON that Stripe would show."""

    id = models.CharField(primary_key=True, max_length=80)
    kind = models.CharField(max_length=40, db_index=True)  # Stripe's `object`, such as "checkout.session"
    data = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")


class SandboxKey(models.Model):
    """An idempotency key with the request it came with and the answer that was given."""

    key = models.CharField(primary_key=True, max_length=255)
    request = models.JSONField()
    status = models.PositiveIntegerField()  # 0 while the call is under way
    answer = models.JSONField()
    created_at = models.DateTimeField(default=timezone.now)


class SandboxEvent(models.Model):
    """An event and what became of it."""

    id = models.CharField(primary_key=True, max_length=80)
    data = models.JSONField()
    state = models.CharField(max_length=10, default="waiting")  # waiting, held, delivered, failed, dropped
    deliveries = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")


class SandboxSwitch(models.Model):
    """How events leave: one row. `deliver` sends at once, `hold` waits for the control page, `drop` loses them."""

    mode = models.CharField(max_length=10, default="deliver")
    twice = models.BooleanField(default=False)
    is_moto_enabled = models.BooleanField(default=True)  # whether cards may be keyed
    is_down = models.BooleanField(default=False)  # the API answers 503 to everything
