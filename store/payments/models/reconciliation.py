"""What came of comparing Stripe, our payments and Saleor."""

from django.db import models
from django.utils import timezone


class Reconciliation(models.Model):
    """One comparison of a period, from `since` up to before `until`; `done_until` is how far it has come.

    A run that was killed goes on from there; its lease keeps two from working on one run at once.
    """

    since = models.DateTimeField()
    until = models.DateTimeField()
    done_until = models.DateTimeField()
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    worked_on_until = models.DateTimeField(null=True, blank=True)
    compared = models.PositiveIntegerField(default=0)  # charges at Stripe
    repaired = models.PositiveIntegerField(default=0)
    elsewhere = models.PositiveIntegerField(default=0)  # charges of the account that the shop did not make
    fault = models.CharField(max_length=200, blank=True)  # the class of what stopped it, never its text

    class Meta:
        ordering = ("-started_at", "-pk")


class Difference(models.Model):
    """Something on which Stripe, our payments and Saleor do not agree, and that nobody may repair unasked.

    Seen again it is the same row; no longer seen it is gone; `note` is an admin's explanation, with which it stays
    on record and counts no more.
    """

    class Kind(models.TextChoices):
        """What does not agree."""

        UNKNOWN_PAYMENT = "unknown_payment", "paid at Stripe, unknown to us"
        NOT_AT_STRIPE = "not_at_stripe", "we say paid, Stripe does not"
        CHARGED = "charged", "charged amounts differ"
        REFUNDED = "refunded", "refunded amounts differ"
        ORDER_WITHOUT_PAYMENT = "order_without_payment", "order without payment"
        PAYMENT_WITHOUT_ORDER = "payment_without_order", "payment without order"
        UNKNOWN_TRANSACTION = "unknown_transaction", "at Saleor, but not with us"
        DUPLICATE = "duplicate", "paid or reported twice"

    kind = models.CharField(max_length=30, choices=Kind.choices)
    subject = models.CharField(max_length=255)  # the id of Stripe's or Saleor's that it is about
    payment = models.ForeignKey("payments.Payment", null=True, on_delete=models.SET_NULL, related_name="differences")
    run = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="differences")  # the last to see it
    at = models.DateTimeField(db_index=True)  # of the charge, refund or order
    channel = models.SlugField(max_length=50, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    amount = models.IntegerField(default=0)  # minor units by which Stripe's books are above the other side's
    words = models.TextField()
    found_at = models.DateTimeField(default=timezone.now)
    gone_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    noted_by = models.CharField(max_length=254, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="one_row_per_difference")]
