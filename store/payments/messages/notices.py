"""Mails that customers are owed: written down with what caused them, sent by a task that may run twice.

A worker takes the notice before it sends, so of two workers one sends. What could not be sent is sent by
`manage.py reconcile`; only a process killed in the very moment of sending can send a mail a second time.
"""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from store.backend import app_client
from store.payments.messages.mails import (
    cancellation_mail,
    failed_refund_mail,
    link_mail,
    order_mail,
    parcel_mail,
    refund_mail,
)
from store.payments.models import Notice, PayLink, Refund
from store.payments.order_links import address_of, link_of_order

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)


def tell_customer_of_order(*, order_id: str) -> None:
    """Send the customer the confirmation of an order with the link to its page; once, however often this is called.

    For orders of the web and of the desk alike; an order without an e-mail address is passed over.
    """
    send_notice.enqueue(notice_pk=owe_notice(Notice.Kind.ORDER, subject_id=order_id).pk)


def tell_customer_of_cancellation(*, order_id: str) -> None:
    """Tell the customer that an order is cancelled; once, however often this is called."""
    send_notice.enqueue(notice_pk=owe_notice(Notice.Kind.CANCELLED, subject_id=order_id).pk)


def tell_customer_of_parcel(*, order_id: str, parcel_id: str) -> None:
    """Tell the customer what of an order was sent or opened; once per parcel, which is a fulfillment of Saleor's."""
    send_notice.enqueue(notice_pk=owe_notice(Notice.Kind.PARCEL, subject_id=f"{order_id} {parcel_id}").pk)


def owe_notice(kind: Notice.Kind, *, subject_id: str) -> Notice:
    """Write down that a mail is owed; one per kind and subject."""
    return Notice.objects.get_or_create(kind=kind, subject_id=subject_id)[0]


@task()
def send_notice(notice_pk: int) -> None:
    """Send a mail that is owed, unless it was sent or is being sent."""
    now = timezone.now()
    free = Q(taken_until__isnull=True) | Q(taken_until__lt=now)
    waiting = Notice.objects.filter(free, pk=notice_pk, sent_at__isnull=True)
    if not waiting.update(taken_until=now + LEASE):
        return
    notice = Notice.objects.get(pk=notice_pk)
    try:
        if notice.kind == Notice.Kind.ORDER:
            _send_order_mail(notice.subject_id)
        elif notice.kind == Notice.Kind.CANCELLED:
            _send_cancellation(notice.subject_id)
        elif notice.kind == Notice.Kind.PARCEL:
            _send_parcel_mail(*notice.subject_id.split(" "))
        else:
            _send_refund_mail(notice)
    except Exception:
        Notice.objects.filter(pk=notice_pk).update(taken_until=None)
        raise
    Notice.objects.filter(pk=notice_pk).update(sent_at=timezone.now())


def _send_order_mail(order_id: str) -> None:
    """Send what Saleor now says about the order; its link is made here for orders that had none."""
    order = app_client().order_for_mail(id=order_id)
    if order is None:
        log.warning("A confirmation was owed for an order that is not there any more")
        return
    link = link_of_order(order_id=order_id, channel=order.channel.slug)
    order_mail(order, address=address_of(link))


def _send_cancellation(order_id: str) -> None:
    order = app_client().order_for_mail(id=order_id)
    if order is not None:
        cancellation_mail(order)


def _send_parcel_mail(order_id: str, parcel_id: str) -> None:
    """Send what Saleor now says about the parcel, the number of its carrier included."""
    order = app_client().order_parcels(id=order_id)
    parcel = next((found for found in order.fulfillments if found.id == parcel_id), None) if order else None
    if order is not None and parcel is not None:
        link = link_of_order(order_id=order_id, channel=order.channel.slug)
        parcel_mail(order, parcel, address=address_of(link))


def _send_refund_mail(notice: Notice) -> None:
    """Tell what became of a refund; that it went is not said any more of one that failed meanwhile."""
    refund = Refund.objects.select_related("payment").get(pk=notice.subject_id)
    if notice.kind == Notice.Kind.FAILED:
        failed_refund_mail(refund)
    elif refund.has_failed:
        notice.delete()
    else:
        refund_mail(refund)


@task()
def send_link(link_pk: int, email: str) -> None:
    """Send a payment link; sent again as often as the desk asks for it."""
    link_mail(PayLink.objects.get(pk=link_pk), email=email)


def send_pay_link(*, link: PayLink, email: str) -> None:
    """Mail the link on which an order taken by phone is paid."""
    send_link.enqueue(link_pk=link.pk, email=email)
