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
    # waiting and failed ones are sent when they are due; held ones when somebody says so; the others are done with
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    deliveries = models.PositiveIntegerField(default=0)
    attempts = models.JSONField(default=list)  # [moment in seconds, HTTP status], oldest first
    due_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")


class SandboxSwitch(models.Model):
    """How the stand-in behaves: one row."""

    # `deliver` sends events at once, `hold` keeps them for the control page, `drop` loses them
    mode = models.CharField(max_length=10, default="deliver")
    twice = models.BooleanField(default=False)
    delay = models.PositiveIntegerField(default=0)  # seconds that an event stays under way
    is_down = models.BooleanField(default=False)  # the API answers 503 to everything
    slow = models.PositiveIntegerField(default=0)  # milliseconds that every answer takes longer
    faults = models.PositiveIntegerField(default=0)  # so many of the next writing calls end with 500
    is_moto_enabled = models.BooleanField(default=True)  # whether cards may be keyed
