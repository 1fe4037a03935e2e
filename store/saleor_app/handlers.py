"""What is done about each event. Every handler may run twice, late and in any order: it reads again what it acts on."""

import logging
from datetime import timedelta

from django.utils import timezone

from store import letters
from store.backend import app_client, catalogue_changed
from store.markets import MARKETS
from store.payments.messages.notices import (
    tell_customer_of_cancellation,
    tell_customer_of_order,
    tell_customer_of_parcel,
)
from store.saleor.client.fragments import PayableOrder
from store.saleor_app.models import Delivery

log = logging.getLogger(__name__)

LINKS_LIVE = timedelta(days=3)  # as long as Saleor takes a password link


def drop_catalogue_pages(delivery: Delivery) -> None:
    """Let the next page view ask Saleor again; once for all that has been told up to now, however much that is."""
    waiting = Delivery.objects.filter(topic=delivery.topic, handled_at__isnull=True)
    told = list(waiting.values_list("pk", flat=True))
    catalogue_changed()
    Delivery.objects.filter(pk__in=told).update(handled_at=timezone.now(), fault="")


def confirm_order(delivery: Delivery) -> None:
    """Send the confirmation of an order, wherever it was placed: here, at the desk or in Saleor's Dashboard.

    Saleor leaves a phone order of nothing unpaid, which could then never be sent; it is marked as paid first.
    """
    order = _order(delivery)
    if order is None or order.status in ("DRAFT", "UNCONFIRMED", "CANCELED", "EXPIRED"):
        return
    if order.total.gross.is_zero and order.charge_status == "NONE":
        app_client().desk_order_mark_as_paid(id=order.id, reference="nothing to pay")
    tell_customer_of_order(order_id=order.id)


def tell_of_cancellation(delivery: Delivery) -> None:
    """Tell the customer that an order is cancelled."""
    order = _order(delivery)
    if order is not None and order.status == "CANCELED":
        tell_customer_of_cancellation(order_id=order.id)


def tell_of_parcel(delivery: Delivery) -> None:
    """Tell the customer what is on its way, or open to them; once, when the parcel is no longer to be approved."""
    order = app_client().order_parcels(id=delivery.subject_id)
    parcels = order.fulfillments if order and order.channel.slug in MARKETS else []
    if any(parcel.id == delivery.part_id and parcel.status == "FULFILLED" for parcel in parcels):
        tell_customer_of_parcel(order_id=delivery.subject_id, parcel_id=delivery.part_id)


def _order(delivery: Delivery) -> PayableOrder | None:
    """Return the order as it stands now; None for one that is gone, or of a channel that is not a market of ours."""
    order = app_client().order_to_pay(id=delivery.subject_id)
    return order if order is not None and order.channel.slug in MARKETS else None


def send_letters(delivery: Delivery) -> None:
    """Send the letters of a delivery, unless their links are dead by now; then nothing of them is kept."""
    if timezone.now() - delivery.issued_at > LINKS_LIVE:
        log.warning("%s came too late: its link is dead", delivery.event)
    else:
        for letter in letters.unsealed(delivery.letter):
            letter.send()
    Delivery.objects.filter(pk=delivery.pk).update(letter="")
