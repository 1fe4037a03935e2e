"""Secret addresses of orders: random tokens for links, Saleor's ids on the server."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.urls import reverse

from store.payments.models import OrderLink


def link_of_checkout(*, checkout_id: str, channel: str) -> OrderLink:
    """Return the link that will show the order of this basket once there is one."""
    return OrderLink.objects.get_or_create(checkout_id=checkout_id, defaults={"channel": channel})[0]


def became_order(*, checkout_id: str) -> bool:
    """Tell whether an order came of this basket."""
    return OrderLink.objects.filter(checkout_id=checkout_id).exclude(order_id="").exists()


def link_of_order(*, order_id: str, channel: str) -> OrderLink:
    """Return the link of an order, of whatever origin."""
    return OrderLink.objects.filter(order_id=order_id).first() or OrderLink.objects.create(
        order_id=order_id, channel=channel
    )


def links_of_orders(channels: Mapping[str, str]) -> dict[str, OrderLink]:
    """Return the links of many orders by order id, for a constant number of queries; `channels` by order id."""
    links = _links(channels)
    missing = [order_id for order_id in channels if order_id not in links]
    if missing:
        OrderLink.objects.bulk_create(OrderLink(order_id=key, channel=channels[key]) for key in missing)
        links = _links(channels)  # again, because two pages may do this at once: both then show the older link
    return links


def note_order(*, checkout_id: str, order_id: str, channel: str) -> OrderLink:
    """Let the basket's link show the order that came of it."""
    link = link_of_checkout(checkout_id=checkout_id, channel=channel)
    if link.order_id != order_id:
        link.order_id = order_id
        link.save(update_fields=["order_id"])
    return link


def _links(order_ids: Iterable[str]) -> dict[str, OrderLink]:
    """The first link of an order is the one that counts."""
    found = OrderLink.objects.filter(order_id__in=list(order_ids)).order_by("-created_at", "-pk")
    return {link.order_id: link for link in found}


def address_of(link: OrderLink) -> str:
    """Return the whole address of the order's page, for mails."""
    return f"{settings.SITE_URL}{reverse('storefront:order_status', args=[link.channel, link.token])}"
