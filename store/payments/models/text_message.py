"""Text messages that carry a payment link."""

from django.db import models
from django.utils import timezone

from store.payments.models.pay_link import PayLink


class TextMessage(models.Model):
    """A text message with a payment link: written down when the desk asks for it, handed to the provider once.

    Providers know no idempotency keys, so a message whose sending was cut off is not tried again by itself: it stays
    `sending`, which the desk shows as not known, and the agent decides.
    """

    class Status(models.TextChoices):
        """How far it came."""

        WAITING = "waiting", "about to be sent"
        SENDING = "sending", "handed over, no answer yet"
        SENT = "sent", "taken by the provider"
        FAILED = "failed", "not sent"

    link = models.ForeignKey(PayLink, on_delete=models.CASCADE, related_name="text_messages")
    number = models.CharField(max_length=32, db_index=True)  # E.164
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    reason = models.CharField(max_length=200, blank=True)  # why it failed, for the agent
    provider_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["link", "number"],
                condition=models.Q(status__in=["waiting", "sending"]),
                name="one_text_on_its_way",
            )
        ]

    def __str__(self) -> str:
        return f"Text message for order #{self.link.order_number}"
