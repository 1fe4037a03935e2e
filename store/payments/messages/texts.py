"""Payment links by text message: who may get one, what it says, and sending it once."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from store.amounts import written_minor
from store.markets import MARKETS
from store.payments.messages.sms import SmsRefused, send_sms
from store.payments.models import PayLink, TextMessage

UNKNOWN_AFTER = timedelta(minutes=2)  # the provider answers within seconds, so the sending was cut off
NEVER_AFTER = timedelta(minutes=10)  # the link may be paid by now, and the customer has rung off


class TooManyTexts(Exception):  # noqa: N818 - an answer, not a fault
    """This number or this order got as many texts as it may."""


def text_pay_link(*, link: PayLink, number: str) -> TextMessage:
    """Write down that a link goes to a mobile number (E.164), and have it sent.

    While one is on its way to the number it is that one. Raises TooManyTexts.
    """
    give_up_on_lost_texts(link)
    try:
        with transaction.atomic():
            _refuse_too_many(link, number)
            message = TextMessage.objects.create(link=link, number=number)
    except IntegrityError:  # a second click
        on_its_way = ("waiting", "sending")
        return TextMessage.objects.filter(link=link, number=number, status__in=on_its_way).latest("created_at")
    send_text.enqueue(message_pk=message.pk)
    message.refresh_from_db()
    return message


def text_of(link: PayLink) -> str:
    """Return what the message says, in one text of 160 characters where the shop's address is short enough."""
    address = f"{settings.SITE_URL}{reverse('storefront:pay_link', args=[link.code])}"
    amount = written_minor(link.amount, link.currency)
    market = MARKETS[link.channel]
    until = f"{timezone.localtime(link.expires_at, ZoneInfo(market.time_zone)):%d %b %H:%M %Z}"
    said = f"NAT Global Campus: pay {amount} for order #{link.order_number} here by {until}: {address}"
    return f"{said} Questions? {market.phone}"


@task()
def send_text(message_pk: int) -> None:
    """Hand a message over; the worker that moves it on from `waiting` is the one that sends."""
    waiting = TextMessage.objects.filter(pk=message_pk, status=TextMessage.Status.WAITING)
    if not waiting.update(status=TextMessage.Status.SENDING, handed_over_at=timezone.now()):
        return
    message = TextMessage.objects.select_related("link").get(pk=message_pk)
    sending = TextMessage.objects.filter(pk=message_pk, status=TextMessage.Status.SENDING)
    if message.link.cancelled_at is not None:
        sending.update(status=TextMessage.Status.FAILED, reason="The link was withdrawn before the text went.")
        return
    try:
        provider_id = send_sms(message.number, text_of(message.link), channel=message.link.channel)
    except SmsRefused as refused:
        sending.update(status=TextMessage.Status.FAILED, reason=refused.reason[:200])
    else:
        sending.update(status=TextMessage.Status.SENT, provider_id=provider_id)


def give_up_on_lost_texts(link: PayLink) -> None:
    """Call those texts failed whose sending was cut off or never began, so that the agent can send another."""
    status, now = TextMessage.Status, timezone.now()
    TextMessage.objects.filter(link=link, status=status.SENDING, handed_over_at__lt=now - UNKNOWN_AFTER).update(
        status=status.FAILED, reason="Nobody knows whether the text went."
    )
    TextMessage.objects.filter(link=link, status=status.WAITING, created_at__lt=now - NEVER_AFTER).update(
        status=status.FAILED, reason="The text never went: nothing is sending at the moment."
    )


def _refuse_too_many(link: PayLink, number: str) -> None:
    today = TextMessage.objects.filter(created_at__gt=timezone.now() - timedelta(days=1))
    to_number, for_order = today.filter(number=number), today.filter(link__order_id=link.order_id)
    if to_number.count() >= settings.TEXTS_PER_NUMBER or for_order.count() >= settings.TEXTS_PER_ORDER:
        raise TooManyTexts
