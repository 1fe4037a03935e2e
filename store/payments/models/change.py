"""The history of a payment."""

from django.db import models
from django.utils import timezone


class PaymentChange(models.Model):
    """One change of a payment's status: which, when, and who made it, empty where the shop did by itself."""

    payment = models.ForeignKey("payments.Payment", on_delete=models.CASCADE, related_name="changes")
    status = models.CharField(max_length=10)
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=254, blank=True)

    class Meta:
        ordering = ("at", "pk")
