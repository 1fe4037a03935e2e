"""Mails that are owed."""

from django.db import models


class Notice(models.Model):
    """A mail that is owed to a customer: written down with what caused it, sent once."""

    class Kind(models.TextChoices):
        """What the mail says."""

        ORDER = "order", "your order is placed"
        PARCEL = "parcel", "this is on its way, or open to you"
        CANCELLED = "cancelled", "your order is cancelled"
        REFUND = "refund", "your money is on its way back"
        FAILED = "failed", "your money came back to us"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject_id = models.CharField(max_length=120)  # Saleor's order id, a parcel's behind it; or our refund's id
    created_at = models.DateTimeField(auto_now_add=True)
    taken_until = models.DateTimeField(null=True, blank=True)  # a lease: one worker sends at a time
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [models.UniqueConstraint(fields=["kind", "subject_id"], name="one_notice_per_subject")]
