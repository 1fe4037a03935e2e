"""Calls, and which customers ring from which number."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from phone_orders.lines import LINES, PhoneLine


class Outcome(models.TextChoices):
    """How a call ended."""

    ORDERED = "ordered", "Order placed"
    NO_SALE = "no_sale", "No order"
    CALL_BACK = "call_back", "To be called back"
    WRONG_NUMBER = "wrong_number", "Wrong number"


class Call(models.Model):
    """One conversation and the one order it may lead to.

    `order_id` and `customer_id` are Saleor's ids; the order's is a bearer secret that never leaves the server. The
    draft is made with the first line that is added, and carries this call's id as its external reference, so that
    doing it twice finds the same draft.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    line_slug = models.CharField(max_length=10, choices=[(line.slug, line.name) for line in LINES.values()])
    agent_id = models.CharField(max_length=120, db_index=True)
    agent_email = models.EmailField()
    agent_name = models.CharField(max_length=520, blank=True)
    caller_number = models.CharField(max_length=32, blank=True)  # E.164; empty when it was withheld
    started_at = models.DateTimeField(default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)
    note = models.TextField(blank=True)
    customer_id = models.CharField(max_length=120, blank=True)
    customer_name = models.CharField(max_length=520, blank=True)
    customer_email = models.EmailField(blank=True)
    order_id = models.CharField(max_length=120, blank=True)
    order_number = models.CharField(max_length=32, blank=True)
    placed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-started_at",)
        constraints = [
            models.UniqueConstraint(fields=["order_id"], condition=~Q(order_id=""), name="one_call_per_order"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(outcome=""), name="an_ended_call_has_an_outcome"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line.name} call, {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def line(self) -> PhoneLine:
        """The line that rang."""
        return LINES[self.line_slug]

    @property
    def reference(self) -> str:
        """The draft's external reference."""
        return f"call-{self.id}"

    @property
    def is_placed(self) -> bool:
        """The order exists; it can be paid but no longer changed."""
        return self.placed_at is not None


class RecordingPause(models.Model):
    """A pause of a call's recording while a card was keyed: who asked for it, when, and when the recording went on.

    It ends when `until` comes at the latest. `resumed_at` is empty until the telephone system, or the agent, has said
    that the recording goes on.
    """

    class Ending(models.TextChoices):
        """Why the recording goes on."""

        PAID = "paid", "the card was charged"
        CLOSED = "closed", "the card pane was closed"
        TIMEOUT = "timeout", "the time for it was over"
        LINK = "link", "the caller pays on the link"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="recording_pauses")
    by_hand = models.BooleanField()  # the agent did it and said so; else the telephone system
    paused_at = models.DateTimeField(default=timezone.now)
    paused_by = models.EmailField()
    until = models.DateTimeField()
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    resumed_by = models.EmailField(blank=True)  # empty when nobody had to

    class Meta:
        ordering = ("paused_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(resumed_at__isnull=True), name="one_open_recording_pause_per_call"
            )
        ]

    def __str__(self) -> str:
        return f"Paused {self.paused_at:%Y-%m-%d %H:%M}"

    @property
    def is_on(self) -> bool:
        """A card may be keyed now."""
        return self.ended_at is None and self.until > timezone.now()


class CallerNumber(models.Model):
    """A customer who rang from a number; many customers may share one."""

    number = models.CharField(max_length=32, db_index=True)  # E.164
    customer_id = models.CharField(max_length=120)
    last_called_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-last_called_at",)
        constraints = [models.UniqueConstraint(fields=["number", "customer_id"], name="one_row_per_number_customer")]

    def __str__(self) -> str:
        return self.number
