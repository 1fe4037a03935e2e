"""One row per attempt to be paid."""

import uuid
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from store.payments.models.change import PaymentChange


class PaymentStatus(models.TextChoices):
    """Where an attempt stands; it only moves down this list, never up."""

    OPENING = "opening", "being opened"
    OPEN = "open", "waiting for the customer"
    EXPIRED = "expired", "expired unpaid"
    PAID = "paid", "paid, order not yet placed"
    PLACED = "placed", "paid and ordered"
    REFUNDING = "refunding", "being refunded"
    REFUNDED = "refunded", "refunded"
    REVIEW = "review", "needs a person"
    RESOLVED = "resolved", "closed by a person"


UNSETTLED = (PaymentStatus.OPENING, PaymentStatus.OPEN, PaymentStatus.PAID, PaymentStatus.REFUNDING)
CLOSABLE = (PaymentStatus.OPENING, PaymentStatus.OPEN)
# While money is with us that has not become an order yet, nothing else may be paid for the same basket or order.
HELD = (PaymentStatus.PAID, PaymentStatus.REFUNDING, PaymentStatus.REVIEW)
# Money of these is with us and may go back; a payment that is being settled waits until it is.
REFUNDABLE = (PaymentStatus.PLACED, PaymentStatus.REFUNDING, PaymentStatus.REVIEW, PaymentStatus.RESOLVED)
CHARGED = (PaymentStatus.PAID, PaymentStatus.PLACED, PaymentStatus.REFUNDING, PaymentStatus.REFUNDED)


class Payments(models.QuerySet["Payment"]):
    """Payments; a change of their status is written down, whichever way it is made."""

    def update(self, **facts: Any) -> int:
        """Update in one statement; rows whose status changes get a PaymentChange in the same transaction."""
        if "status" not in facts:
            return super().update(**facts)
        with transaction.atomic():
            moved = list(self.exclude(status=facts["status"]).select_for_update().values_list("pk", flat=True))
            count = super().update(**facts)
            reason = facts.get("reason", "")
            PaymentChange.objects.bulk_create(
                PaymentChange(payment_id=pk, status=facts["status"], reason=reason) for pk in moved
            )
        return count


class Payment(models.Model):
    """One attempt to be paid for one basket or one order.

    Amounts are whole minor units (cents, pence). `subject_id` is the Saleor id of what is paid: a bearer secret that
    never leaves the server. Stripe's idempotency keys are made from this row's id, which is saved before Stripe is
    called, so that a crash between the two repeats the same call instead of making a second one.

    Every change of the status leaves a PaymentChange; `by` is who makes it, where a person does.
    """

    class Kind(models.TextChoices):
        """What is paid."""

        CHECKOUT = "checkout", "a basket, completed once paid"
        ORDER = "order", "an order placed already"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject_id = models.CharField(max_length=120, db_index=True)
    channel = models.SlugField(max_length=50)
    currency = models.CharField(max_length=3)
    amount = models.PositiveIntegerField()
    charged = models.PositiveIntegerField(default=0)  # what Stripe took; 0 before
    refunded = models.PositiveIntegerField(default=0)  # asked for or gone; what failed is taken off again
    email = models.EmailField(blank=True)
    fingerprint = models.CharField(max_length=64)  # of what the hosted page shows; another basket gets another page
    status = models.CharField(
        max_length=10, choices=PaymentStatus.choices, default=PaymentStatus.OPENING, db_index=True
    )
    is_keyed = models.BooleanField(default=False)  # by an agent: there is an intent, and no hosted page
    session_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    payment_intent_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    page_url = models.TextField(blank=True)
    transaction_id = models.CharField(max_length=120, blank=True, db_index=True)
    order_id = models.CharField(max_length=120, blank=True)
    order_number = models.CharField(max_length=32, blank=True, db_index=True)
    message = models.CharField(max_length=500, blank=True)  # for the customer
    reason = models.CharField(max_length=500, blank=True)  # for the office: why a person has to look
    charged_at = models.DateTimeField(null=True, blank=True)  # when Stripe took the money
    worked_on_until = models.DateTimeField(null=True, blank=True)  # a lease: one worker settles at a time
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = Payments.as_manager()
    by = ""

    class Meta:
        ordering = ("-created_at",)
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="newest_payments"),
            models.Index(fields=["status", "-created_at"], name="payments_by_status"),
            # all that the money page adds up, so that it reads no rows
            models.Index(fields=["charged_at", "channel", "currency", "status", "charged"], name="charges_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id"],
                condition=Q(status__in=["opening", "open", "paid"]),
                name="one_live_payment_per_subject",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_payment_is_more_than_nothing"),
            models.CheckConstraint(condition=Q(refunded__lte=F("charged")), name="never_more_goes_back_than_came"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.amount} {self.currency}, {self.get_status_display()}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save; note a change of the status, and the time of a charge that nobody noted."""
        fields = options.get("update_fields")
        if fields is not None and "status" not in fields:
            super().save(*args, **options)
            return
        if self.charged_at is None and self.status in CHARGED:
            self.charged_at, self.charged = timezone.now(), self.charged or self.amount
            options["update_fields"] = fields and {*fields, "charged_at", "charged"}
        with transaction.atomic():
            super().save(*args, **options)
            last = self.changes.order_by("-pk").values_list("status", flat=True).first()
            if last != self.status:
                reason = self.reason if self.status in (PaymentStatus.REVIEW, PaymentStatus.RESOLVED) else ""
                self.changes.create(status=self.status, reason=reason, by=self.by)

    @property
    def open_key(self) -> str:
        """Stripe's idempotency key for opening the hosted page, or the intent on which cards are keyed."""
        return f"payment-{self.id}-open"

    @property
    def left(self) -> int:
        """What may still go back, in minor units."""
        return self.charged - self.refunded
