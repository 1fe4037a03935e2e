"""Cards that agents keyed, each with what came of it; and whether Stripe takes such cards at all."""

from django.db import models
from django.db.models import Q

from store.payments.models.payment import Payment


class KeyedCard(models.Model):
    """One card keyed by an agent for one payment: Stripe's id of it, never its number.

    Stripe's idempotency key is made from this row, which is saved before Stripe is called; of one payment one card at
    a time is being tried, so that nobody is charged twice while an answer is missing.
    """

    class Outcome(models.TextChoices):
        """What came of it."""

        ASKED = "asked", "no answer yet"
        PAID = "paid", "paid"
        DECLINED = "declined", "declined"
        CUSTOMER_NEEDED = "customer", "the bank wants the customer to confirm"
        NOT_ENABLED = "disabled", "Stripe does not take keyed cards"
        NOT_CHARGED = "closed", "not charged"

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="cards")
    number = models.PositiveSmallIntegerField()  # the first, the second, … card of the payment
    method_id = models.CharField(max_length=255, unique=True)  # Stripe's: a second press of the button is the same card
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.ASKED)
    decline_code = models.CharField(max_length=60, blank=True)  # Stripe's
    brand = models.CharField(max_length=20, blank=True)
    last_digits = models.CharField(max_length=4, blank=True)
    is_moto = models.BooleanField(default=False)  # Stripe charged it as an order by telephone
    cvc_check = models.CharField(max_length=20, blank=True)  # pass, fail, unavailable, unchecked
    street_check = models.CharField(max_length=20, blank=True)
    postcode_check = models.CharField(max_length=20, blank=True)
    keyed_by = models.EmailField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("payment", "number")
        constraints = [
            models.UniqueConstraint(fields=["payment", "number"], name="one_card_per_number"),
            models.UniqueConstraint(
                fields=["payment"], condition=Q(outcome="asked"), name="one_card_at_a_time_per_payment"
            ),
        ]

    def __str__(self) -> str:
        return f"Card {self.number}: {self.get_outcome_display()}"

    @property
    def checks(self) -> list[tuple[str, str]]:
        """What the bank said of code and address, as an agent reads it: what was checked, and the answer."""
        said = {"pass": "matches", "fail": "does not match", "unavailable": "not checked", "unchecked": "not checked"}
        asked = {"security code": self.cvc_check, "street": self.street_check, "postcode": self.postcode_check}
        return [(name, said.get(answer, answer)) for name, answer in asked.items() if answer]

    @property
    def key(self) -> str:
        """Stripe's idempotency key for charging this card."""
        return f"payment-{self.payment_id}-card-{self.number}"


class Capability(models.Model):
    """Something that Stripe may take or refuse to do for this account; what it refused is not tried for a while."""

    name = models.CharField(max_length=40, unique=True)
    off_until = models.DateTimeField()
    noted_at = models.DateTimeField(auto_now=True)
