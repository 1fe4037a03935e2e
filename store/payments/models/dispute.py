"""A charge that the cardholder's bank calls into question."""

from django.db import models

from store.payments.models.payment import Payment

REASONS = {  # of Stripe's, those that read better in other words
    "general": "no reason given",
    "fraudulent": "the cardholder says the payment was not theirs",
    "product_not_received": "the customer says that nothing arrived",
    "product_unacceptable": "the customer says that it is not what was ordered",
    "duplicate": "the customer says that it was paid twice",
    "credit_not_processed": "the customer says that a refund never came",
    "unrecognized": "the cardholder does not recognize the payment",
}


class Dispute(models.Model):
    """A dispute as Stripe sees it now; amounts are whole minor units."""

    OPEN = ("warning_needs_response", "warning_under_review", "needs_response", "under_review")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    dispute_id = models.CharField(max_length=255, unique=True)  # Stripe's
    amount = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField(default=0)  # what Stripe took back from us and has not returned
    reason = models.CharField(max_length=60)  # Stripe's, such as "product_not_received"
    status = models.CharField(max_length=40)  # Stripe's, such as "needs_response", "won", "lost"
    is_refundable = models.BooleanField(default=False)  # an enquiry may be; a dispute may not
    due_by = models.DateTimeField(null=True, blank=True)  # until then the shop may answer
    noted = models.JSONField(default=list)  # what was written into the order's history and told to Saleor
    worked_on_until = models.DateTimeField(null=True, blank=True)  # a lease: one worker follows it at a time
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"Dispute {self.dispute_id}, {self.status}"

    @property
    def is_open(self) -> bool:
        """Whether the bank has not decided yet."""
        return self.status in self.OPEN

    @property
    def blocks_refunds(self) -> bool:
        """Whether Stripe refuses refunds of the payment because of this."""
        return not self.is_refundable and (self.is_open or self.status == "lost")

    @property
    def why(self) -> str:
        """Why the bank asks, in words."""
        return REASONS.get(self.reason, self.reason.replace("_", " "))
