"""Every event that Stripe sent, once."""

from django.db import models


class StripeEvent(models.Model):
    """An event as it arrived: stored once by Stripe's id, acted on until that succeeded."""

    event_id = models.CharField(max_length=255, unique=True)
    type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255)
    payment_id = models.CharField(max_length=40, blank=True, db_index=True)  # ours, from the metadata; may name nothing
    received_at = models.DateTimeField(auto_now_add=True, db_index=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    fault = models.CharField(max_length=200, blank=True)  # the class of what went wrong, never its text

    class Meta:
        ordering = ("received_at", "pk")

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"
