"""Everything that is known about one payment, for its page."""

from django.db.models import Q
from django.utils.functional import cached_property

from store.payments.gateway import dashboard_address
from store.payments.models import (
    Difference,
    Dispute,
    Notice,
    Payment,
    PaymentChange,
    PaymentStatus,
    Refund,
    StripeEvent,
)
from store.payments.review import may_try_again

STATUSES = dict(PaymentStatus.choices)
EVENTS = 40


class PaymentFacts:
    """One payment and what belongs to it, each read once and only when the page shows it."""

    def __init__(self, payment: Payment) -> None:
        self.payment = payment

    @cached_property
    def changes(self) -> list[tuple[PaymentChange, str]]:
        """Every change of its status, the oldest first, with the status in words."""
        return [(change, STATUSES.get(change.status, change.status)) for change in self.payment.changes.all()]

    @cached_property
    def refunds(self) -> list[Refund]:
        """What went back or shall go."""
        return list(self.payment.refunds.order_by("created_at").prefetch_related("lines"))

    @cached_property
    def disputes(self) -> list[Dispute]:
        """What the cardholder's bank called into question."""
        return list(self.payment.disputes.order_by("created_at"))

    @cached_property
    def notices(self) -> list[Notice]:
        """Mails that the customer was owed because of it."""
        kinds = (Notice.Kind.REFUND, Notice.Kind.FAILED)
        refunds = Q(kind__in=kinds, subject_id__in=[str(refund.pk) for refund in self.refunds])
        order = Q(kind=Notice.Kind.ORDER, subject_id=self.payment.order_id)
        return list(Notice.objects.filter(refunds | order if self.payment.order_id else refunds))

    @cached_property
    def events(self) -> list[StripeEvent]:
        """What Stripe told us about it, the newest few."""
        about_it = StripeEvent.objects.filter(payment_id=str(self.payment.pk))
        return list(about_it.order_by("-received_at", "-pk")[:EVENTS])

    @cached_property
    def differences(self) -> list[Difference]:
        """On what Stripe, Saleor and we did not agree."""
        return list(self.payment.differences.all())

    @property
    def may_try_again(self) -> bool:
        """Whether settling it once more can help."""
        return may_try_again(self.payment)

    @property
    def stripe_address(self) -> str:
        """Its page in Stripe's dashboard; empty where the stand-in answers."""
        return dashboard_address(self.payment.payment_intent_id or "")
