"""One row per sum that goes back to a customer, whoever asked for it."""

import uuid

from django.db import models
from django.db.models import Q

from store.payments.models.payment import Payment


class RefundStatus(models.TextChoices):
    """Where a refund stands; it only moves down this list, never up. A bank may turn even a succeeded one down."""

    ASKED = "asked", "asked for"
    PENDING = "pending", "on its way"
    SUCCEEDED = "succeeded", "refunded"
    FAILED = "failed", "failed"
    CANCELED = "canceled", "cancelled"


COUNTED = (RefundStatus.ASKED, RefundStatus.PENDING, RefundStatus.SUCCEEDED)  # they fill up `Payment.refunded`


class RefundReason(models.TextChoices):
    """Why money goes back: Stripe's three reasons."""

    REQUESTED = "requested_by_customer", "The customer asked for it"
    DUPLICATE = "duplicate", "It was paid twice"
    FRAUDULENT = "fraudulent", "The payment was fraudulent"


class Refund(models.Model):
    """A sum that goes back out of one payment.

    Amounts are whole minor units. Stripe's idempotency key is made from this row's id, which is saved before Stripe is
    called. `request_key` names what asked: one click, one request of Saleor's or one refund found at Stripe is one row.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount = models.PositiveIntegerField()
    reason = models.CharField(max_length=30, choices=RefundReason.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)  # for colleagues, never for the customer
    status = models.CharField(max_length=10, choices=RefundStatus.choices, default=RefundStatus.ASKED, db_index=True)
    request_key = models.CharField(max_length=200, unique=True)
    asked_by = models.CharField(max_length=254)  # an e-mail address, or "Saleor Dashboard", "Stripe", "shop"
    refund_id = models.CharField(max_length=255, unique=True, null=True, blank=True)  # Stripe's
    granted_refund_id = models.CharField(max_length=120, blank=True)  # Saleor's, of refunds out of an order
    succeeded_at = models.DateTimeField(null=True, blank=True, db_index=True)  # the day on which it counts in the books
    reported = models.CharField(max_length=10, blank=True)  # the status that Saleor was told last
    reported_at = models.DateTimeField(null=True, blank=True)
    report_after = models.DateTimeField(null=True, blank=True)  # until then Saleor is waiting for an answer of its own
    error = models.CharField(max_length=200, blank=True)  # why it failed: Stripe's code, or what Saleor answered
    settled_at = models.DateTimeField(null=True, blank=True)  # when a person dealt with one that failed
    settled_by = models.CharField(max_length=254, blank=True)
    settled_note = models.CharField(max_length=500, blank=True)  # how
    worked_on_until = models.DateTimeField(null=True, blank=True)  # a lease: one worker carries it on at a time
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-created_at",)
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="a_refund_is_more_than_nothing")]

    def __str__(self) -> str:
        return f"Refund, {self.amount} {self.payment.currency}, {self.get_status_display()}"

    @property
    def has_failed(self) -> bool:
        """Whether the money stayed with us."""
        return self.status not in COUNTED

    @property
    def stripe_key(self) -> str:
        """Stripe's idempotency key for this refund."""
        return f"refund-{self.id}"


class RefundedLine(models.Model):
    """So many units of an order's line, or its delivery, for which money goes back."""

    refund = models.ForeignKey(Refund, on_delete=models.CASCADE, related_name="lines")
    line_id = models.CharField(max_length=120, blank=True)  # Saleor's order line; empty for the delivery
    name = models.CharField(max_length=300)
    quantity = models.PositiveIntegerField(default=1)
    ordered = models.PositiveIntegerField(default=1)  # so many were bought: more never go back
    amount = models.PositiveIntegerField()  # minor units, for all units together

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["refund", "line_id"], name="a_line_once_per_refund")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"
