"""Payments as we know them: one row per attempt to be paid, and every event Stripe sent."""

import secrets
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone


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
    refund_id = models.CharField(max_length=255, blank=True)
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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.amount} {self.currency}, {self.get_status_display()}"

    @property
    def open_key(self) -> str:
        """Stripe's idempotency key for opening the hosted page."""
        return f"payment-{self.id}-open"

    @property
    def refund_key(self) -> str:
        """Stripe's idempotency key for giving the whole amount back."""
        return f"payment-{self.id}-refund"


class StripeEvent(models.Model):
    """An event as it arrived: stored once by Stripe's id, acted on until that succeeded."""

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    payment_id = models.CharField(max_length=40, blank=True)  # ours, from the metadata; may name nothing
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)  # the class of what went wrong, never its text

    class Meta:
        ordering = ("received_at", "pk")

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


# Without letters and digits that sound or look alike, so that a code can be read out over the telephone.
CODE_ALPHABET = "ACDEFGHJKMNPQRTUVWXY34679"


def new_code() -> str:
    """Return a link's code: 12 characters, about 55 bits, which with a rate limit cannot be guessed in 72 hours."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))


class OrderLink(models.Model):
    """A secret address of one order: what is in the link is this token, Saleor's ids stay on the server.

    Made when a basket goes to be paid, so that the address the customer comes back to can show the order later.
    """

    token = models.CharField(max_length=43, unique=True, default=secrets.token_urlsafe)  # 256 random bits
    channel = models.SlugField(max_length=50)
    checkout_id = models.CharField(max_length=120, unique=True, null=True, blank=True)
    order_id = models.CharField(max_length=120, blank=True, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "pk")


class Notice(models.Model):
    """A mail that is owed to a customer: written down with what caused it, sent once."""

    class Kind(models.TextChoices):
        """What the mail says."""

        ORDER = "order", "your order is placed"
        REFUND = "refund", "no order was placed, your money is on its way back"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject_id = models.CharField(max_length=120)  # Saleor's order id, or our payment's id for a refund
    created_at = models.DateTimeField(auto_now_add=True)
    taken_until = models.DateTimeField(null=True, blank=True)  # a lease: one worker sends at a time
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="one_notice_per_subject")]


class PayLink(models.Model):
    """A short address where one order is paid: sent by the desk, good for 72 hours or until the order is paid."""

    code = models.CharField(max_length=16, unique=True, default=new_code)
    order_id = models.CharField(max_length=120, db_index=True)
    order_number = models.CharField(max_length=32)
    channel = models.SlugField(max_length=50)
    amount = models.PositiveIntegerField()  # minor units, as agreed; another amount makes the link void
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"Link for order #{self.order_number}"

    @staticmethod
    def read_code(written: str) -> str:
        """Return a code as stored, whatever case, spaces and dashes it was written with."""
        return written.upper().replace("-", "").replace(" ", "")

    @property
    def spoken_code(self) -> str:
        """The code in groups of four, as an agent reads it out."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))
