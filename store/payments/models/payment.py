"""One row per attempt to be paid."""

import uuid

from django.db import models
from django.db.models import F, Q


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


UNSETTLED = (PaymentStatus.OPENING, PaymentStatus.OPEN, PaymentStatus.PAID, PaymentStatus.REFUNDING)
CLOSABLE = (PaymentStatus.OPENING, PaymentStatus.OPEN)
# While money is with us that has not become an order yet, nothing else may be paid for the same basket or order.
HELD = (PaymentStatus.PAID, PaymentStatus.REFUNDING, PaymentStatus.REVIEW)
# Money of these is with us and may go back; a payment that is being settled waits until it is.
REFUNDABLE = (PaymentStatus.PLACED, PaymentStatus.REFUNDING, PaymentStatus.REVIEW)


class Payment(models.Model):
    """One attempt to be paid for one basket or one order.

    Amounts are whole minor units (cents, pence). `subject_id` is the Saleor id of what is paid: a bearer secret that
    never leaves the server. Stripe's idempotency keys are made from this row's id, which is saved before Stripe is
    called, so that a crash between the two repeats the same call instead of making a second one.
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
    session_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    payment_intent_id = models.CharField(max_length=255, unique=True, null=True, blank=True)
    page_url = models.TextField(blank=True)
    transaction_id = models.CharField(max_length=120, blank=True)
    order_id = models.CharField(max_length=120, blank=True)
    order_number = models.CharField(max_length=32, blank=True)
    message = models.CharField(max_length=500, blank=True)  # for the customer
    worked_on_until = models.DateTimeField(null=True, blank=True)  # a lease: one worker settles at a time
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-created_at",)
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

    @property
    def open_key(self) -> str:
        """Stripe's idempotency key for opening the hosted page."""
        return f"payment-{self.id}-open"

    @property
    def left(self) -> int:
        """What may still go back, in minor units."""
        return self.charged - self.refunded
