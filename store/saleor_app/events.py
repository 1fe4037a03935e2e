"""Every event that the shop wants to hear of: the one list that the manifests, the registration and the inbox read.

An event stands here only if something is done about it. What is kept of a delivery is the id of its object, which the
handler reads again, so deliveries may come twice, late and in any order.

Two apps, because an app that may hear of accounts can hear of every link that sets a password, and whoever has an app's
token can send such events to an address of their own. So the app whose token the shop keeps may not read accounts at
all, and the token of the app for letters is thrown away when it is handed over: nothing of ours ever asks with it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

from store.saleor.needs import PERMISSIONS
from store.saleor.registration import Webhook
from store.saleor_app import handlers
from store.saleor_app.models import Delivery
from store.saleor_app.refund_requests import REQUEST


@dataclass(frozen=True)
class Event:
    """An event of Saleor's: the permission that the app needs to hear of it, what is asked, who acts on it."""

    name: str  # ORDER_CONFIRMED
    permission: str  # empty where none is needed
    handle: Callable[[Delivery], None] | None  # None where it is answered at once
    selection: str  # fields of the event's type

    @property
    def type_name(self) -> str:
        """The event's type in Saleor's schema: OrderConfirmed."""
        return "".join(word.capitalize() for word in self.name.split("_"))


@dataclass(frozen=True)
class Topic:
    """A webhook: events that are told at one address by one query."""

    identifier: str
    name: str
    events: tuple[Event, ...]
    is_answered: bool = False  # Saleor waits for what we say

    def webhook(self) -> Webhook:
        """Return it as Saleor is to know it."""
        names = tuple(event.name for event in self.events)
        asked = " ".join(f"... on {event.type_name} {{ {event.selection} }}" for event in self.events)
        return Webhook(
            identifier=self.identifier,
            name=self.name,
            target_url=f"{settings.SITE_URL}{reverse('saleor_app:webhooks')}",
            query=f"subscription {{ event {{ __typename issuedAt {asked} }} }}",
            async_events=() if self.is_answered else names,
            sync_events=names if self.is_answered else (),
        )


@dataclass(frozen=True)
class App:
    """An app that the shop is in a Saleor server."""

    identifier: str
    name: str
    about: str
    topics: tuple[Topic, ...]
    also_needs: frozenset[str] = frozenset()

    @property
    def permissions(self) -> list[str]:
        """Every permission that the app is to hold."""
        heard = {event.permission for topic in self.topics for event in topic.events if event.permission}
        return sorted(heard | self.also_needs)

    def webhooks(self) -> list[Webhook]:
        """Return what the app is to be told."""
        return [topic.webhook() for topic in self.topics]


def _pages(field: str, permission: str, *names: str) -> Iterator[Event]:
    return (Event(name, permission, handlers.drop_catalogue_pages, f"{field} {{ id }}") for name in names)


def _life(thing: str, *happenings: str) -> list[str]:
    return [f"{thing}_{happening}" for happening in happenings or ("CREATED", "UPDATED", "DELETED")]


CATALOGUE = Topic(
    "catalogue",
    "Catalogue pages",
    (
        *_pages("product", "MANAGE_PRODUCTS", *_life("PRODUCT"), "PRODUCT_METADATA_UPDATED"),
        *_pages("productMedia", "MANAGE_PRODUCTS", *_life("PRODUCT_MEDIA")),
        *_pages("productVariant", "MANAGE_PRODUCTS", *_life("PRODUCT_VARIANT")),
        *_pages("productVariant", "MANAGE_PRODUCTS", *_life("PRODUCT_VARIANT", "STOCK_UPDATED", "OUT_OF_STOCK")),
        *_pages("productVariant", "MANAGE_PRODUCTS", *_life("PRODUCT_VARIANT", "BACK_IN_STOCK")),
        # Under another name, because this event always has its variant: one name may not be of two types.
        *_pages("priced: productVariant", "MANAGE_PRODUCTS", "PRODUCT_VARIANT_DISCOUNTED_PRICE_UPDATED"),
        *_pages("category", "MANAGE_PRODUCTS", *_life("CATEGORY")),
        *_pages("collection", "MANAGE_PRODUCTS", *_life("COLLECTION")),
        *_pages("attribute", "", *_life("ATTRIBUTE", "UPDATED", "DELETED")),
        *_pages("attributeValue", "", *_life("ATTRIBUTE_VALUE", "UPDATED", "DELETED")),
        *_pages("menu", "MANAGE_MENUS", *_life("MENU")),
        *_pages("menuItem", "MANAGE_MENUS", *_life("MENU_ITEM")),
        *_pages("page", "MANAGE_PAGES", *_life("PAGE")),
        *_pages("promotion", "MANAGE_DISCOUNTS", *_life("PROMOTION", "STARTED", "ENDED")),
    ),
)
PARCEL = "order { id } fulfillment { id } notifyCustomer"
ORDERS = Topic(
    "orders",
    "Mail about orders",
    (
        Event("ORDER_CONFIRMED", "MANAGE_ORDERS", handlers.confirm_order, "order { id }"),
        Event("ORDER_CANCELLED", "MANAGE_ORDERS", handlers.tell_of_cancellation, "order { id }"),
        Event("FULFILLMENT_CREATED", "MANAGE_ORDERS", handlers.tell_of_parcel, PARCEL),
        Event("FULFILLMENT_APPROVED", "MANAGE_ORDERS", handlers.tell_of_parcel, PARCEL),
    ),
)
REFUNDS = Topic(
    "refunds",
    "Refunds by Stripe",
    (Event("TRANSACTION_REFUND_REQUESTED", "HANDLE_PAYMENTS", None, REQUEST),),
    is_answered=True,
)
LETTER = "redirectUrl token user { email firstName }"
LETTERS = Topic(
    "letters",
    "Letters of accounts",
    (
        Event("ACCOUNT_CONFIRMATION_REQUESTED", "MANAGE_USERS", handlers.send_letters, LETTER),
        Event("ACCOUNT_SET_PASSWORD_REQUESTED", "MANAGE_USERS", handlers.send_letters, LETTER),
        Event("ACCOUNT_CHANGE_EMAIL_REQUESTED", "MANAGE_USERS", handlers.send_letters, f"newEmail {LETTER}"),
        Event("ACCOUNT_EMAIL_CHANGED", "MANAGE_USERS", handlers.send_letters, LETTER),
        Event("ACCOUNT_DELETE_REQUESTED", "MANAGE_USERS", handlers.send_letters, LETTER),
        Event("ACCOUNT_DELETED", "MANAGE_USERS", handlers.send_letters, LETTER),
        Event("STAFF_SET_PASSWORD_REQUESTED", "MANAGE_STAFF", handlers.send_letters, LETTER),
    ),
)
SHOP = App(
    identifier="trigger-point-shop",
    name="NAT Global Campus shop",
    about="The shop and its order desk: shows what is sold here, takes orders and payments, and writes to customers.",
    topics=(CATALOGUE, ORDERS, REFUNDS),
    also_needs=frozenset(PERMISSIONS),
)
LETTER_BOX = App(
    identifier="trigger-point-shop-letters",
    name="NAT Global Campus letters",
    about="Sends the letters of accounts: to confirm an address, to choose a password. It asks for nothing by itself.",
    topics=(LETTERS,),
)
APPS = {app.identifier: app for app in (SHOP, LETTER_BOX)}
TOPICS = (CATALOGUE, ORDERS, REFUNDS, LETTERS)
HANDLERS = {event.name: event.handle for topic in TOPICS for event in topic.events if event.handle}


def event_of(payload: dict[str, Any]) -> tuple[Topic, Event] | None:
    """Return which of our events a delivery is; told by its signed body, never by its headers, which anybody writes."""
    for topic in TOPICS:
        for event in topic.events:
            if event.type_name == payload.get("__typename"):
                return topic, event
    return None
