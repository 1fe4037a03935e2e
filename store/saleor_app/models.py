"""What a Saleor server told us, each delivery once."""

from django.db import models


class Delivery(models.Model):
    """A signed delivery: stored once by the digest of its body, acted on until that succeeded.

    Of the body only ids are kept, because every handler reads again what it acts on. Letters cannot be read again:
    theirs is sealed in `letter` until it is sent, because whoever has its link takes over an account.
    """

    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the body, which says when it was issued
    topic = models.CharField(max_length=20)  # the webhook that it came by
    event = models.CharField(max_length=60)  # Saleor's name of it: ORDER_CONFIRMED
    subject_id = models.CharField(max_length=120, blank=True)  # of the object that the event is about
    part_id = models.CharField(max_length=120, blank=True)  # of a part of it, such as a parcel of an order
    letter = models.TextField(blank=True)  # sealed; empty once sent
    issued_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
    taken_until = models.DateTimeField(null=True, blank=True)  # a lease: one worker acts at a time
    handled_at = models.DateTimeField(null=True, blank=True, db_index=True)
    fault = models.CharField(max_length=200, blank=True)  # the class of what went wrong, never its text

    class Meta:
        ordering = ("received_at", "pk")

    def __str__(self) -> str:
        return f"{self.event} {self.issued_at:%Y-%m-%d %H:%M:%S}"
