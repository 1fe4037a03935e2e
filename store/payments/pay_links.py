"""Links on which an order taken by phone is paid: short, unguessable, dead once the order is paid or changed."""

from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from store.backend import app_client
from store.payments.attempts import Bill, PaymentInFlight, PaymentsUnavailable, close_attempts, open_attempt
from store.payments.gateway import Line
from store.payments.models import PayLink, Payment, PaymentStatus
from store.payments.owed import owed_for
from store.saleor.client.fragments import PayableOrder

__all__ = [
    "LinkIsDead",
    "PaymentInFlight",
    "PaymentsUnavailable",
    "cancel_links",
    "link_of",
    "link_state",
    "live_link",
    "make_link",
    "open_link",
    "order_of_link",
]


class LinkIsDead(Exception):  # noqa: N818 - an answer, not a fault
    """The link cannot be paid any more; `why` is expired, cancelled, changed, paid or unknown."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def make_link(*, order_id: str) -> PayLink:
    """Make a link for what an order still owes; earlier links of the order die.

    Raises LinkIsDead when nothing is owed, and what `cancel_links` raises.
    """
    order = app_client().order_to_pay(id=order_id)
    if order is None:
        raise LinkIsDead("unknown")
    if order.status == "CANCELED":
        raise LinkIsDead("cancelled")
    if owed_for(order) <= 0:
        raise LinkIsDead("paid")
    cancel_links(order_id=order_id)
    return PayLink.objects.create(
        order_id=order_id,
        order_number=order.number,
        channel=order.channel.slug,
        amount=owed_for(order),
        currency=order.total.gross.currency,
        expires_at=timezone.now() + timedelta(hours=settings.PAY_LINK_HOURS),
    )


def cancel_links(*, order_id: str) -> None:
    """Let every link of an order die and close the page it may have opened, such as before the order is edited.

    Raises PaymentInFlight when the customer has just paid, PaymentsUnavailable when the page cannot be closed now.
    """
    PayLink.objects.filter(order_id=order_id, cancelled_at__isnull=True).update(cancelled_at=timezone.now())
    close_attempts(order_id)


def link_of(code: str) -> PayLink:
    """Return the link with this code, read without regard to case, spaces and dashes. Raises LinkIsDead."""
    link = PayLink.objects.filter(code=PayLink.read_code(code)).first()
    if link is None:
        raise LinkIsDead("unknown")
    if link.cancelled_at is not None:
        raise LinkIsDead("cancelled")
    if link.expires_at <= timezone.now():
        raise LinkIsDead("expired")
    return link


def live_link(*, order_id: str) -> PayLink | None:
    """Return the link on which an order can be paid now, if there is one."""
    now = timezone.now()
    return PayLink.objects.filter(order_id=order_id, cancelled_at__isnull=True, expires_at__gt=now).first()


def order_of_link(link: PayLink) -> PayableOrder:
    """Return the order that the link asks to pay.

    When the order was paid, cancelled or changed since, the link dies, the page that it opened closes, and LinkIsDead
    is raised.
    """
    order = app_client().order_to_pay(id=link.order_id)
    why = _ended(link, order)
    if order is None or why:
        with suppress(PaymentsUnavailable):  # paid on a page that would not close: settlement gives the money back
            cancel_links(order_id=link.order_id)
        raise LinkIsDead(why)
    return order


def open_link(link: PayLink, *, return_url: str, cancel_url: str) -> str:
    """Return the address of the hosted page where the link's order is paid.

    Raises what `order_of_link` raises, and PaymentsUnavailable when no page opens now.
    """
    order = order_of_link(link)
    bill = Bill(
        kind=Payment.Kind.ORDER,
        subject_id=link.order_id,
        channel=link.channel,
        currency=link.currency,
        amount=link.amount,
        email=order.user_email or "",
        lines=[Line(f"Order #{order.number}", link.amount)],
    )
    url = open_attempt(bill, return_url=return_url, cancel_url=cancel_url).page_url
    note_opened(link)
    return url


def note_opened(link: PayLink) -> None:
    """Note that the link's page was shown; the desk tells it to the agent who waits."""
    PayLink.objects.filter(pk=link.pk, opened_at__isnull=True).update(opened_at=timezone.now())


def link_state(*, order_id: str) -> str:
    """Tell how the newest link of an order stands.

    One of none, sent, opened, paying, declined, processing, paid, review, refunded, expired, cancelled.
    """
    link = PayLink.objects.filter(order_id=order_id).first()
    if link is None:
        return "none"
    payment = Payment.objects.filter(subject_id=order_id, created_at__gte=link.created_at).first()
    if payment is not None and payment.status == PaymentStatus.PLACED:
        return "paid"
    if payment is not None and payment.status in (PaymentStatus.REVIEW, PaymentStatus.RESOLVED):
        return "review"
    if payment is not None and payment.status == PaymentStatus.PAID:
        return "processing"
    if payment is not None and payment.status in (PaymentStatus.REFUNDING, PaymentStatus.REFUNDED):
        return "refunded"
    if link.cancelled_at is not None:
        return "cancelled"
    if link.expires_at <= timezone.now():
        return "expired"
    if payment is not None and payment.status == PaymentStatus.OPEN and not payment.is_keyed:
        return "declined" if payment.message else "paying"
    return "opened" if link.opened_at else "sent"


def _ended(link: PayLink, order: PayableOrder | None) -> str:
    """Tell why a link cannot be paid any more, or nothing."""
    if order is None or order.status == "CANCELED":
        return "cancelled"
    if owed_for(order) <= 0:
        return "paid"
    if (owed_for(order), order.total.gross.currency) != (link.amount, link.currency):
        return "changed"
    return ""
