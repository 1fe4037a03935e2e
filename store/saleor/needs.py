"""What the shop needs of a Saleor server: its version, what the shop's app may do, and of what it wants to be told."""

from dataclasses import dataclass

VERSION = "3.23."
# Of the shop's own app. Agents, admins and customers act with their own tokens and permissions.
PERMISSIONS = frozenset(
    {
        "HANDLE_PAYMENTS",
        "MANAGE_CHANNELS",
        "MANAGE_DISCOUNTS",
        "MANAGE_MENUS",
        "MANAGE_ORDERS",
        "MANAGE_PAGES",
        "MANAGE_PAGE_TYPES_AND_ATTRIBUTES",
        "MANAGE_PLUGINS",
        "MANAGE_PRODUCTS",
        "MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",
        "MANAGE_SETTINGS",
        "MANAGE_SHIPPING",
        "MANAGE_TAXES",
        "MANAGE_USERS",
    }
)


@dataclass(frozen=True)
class Subscription:
    """One webhook as it must stand in Saleor; what registers webhooks and what checks them read the same ones."""

    name: str
    events: frozenset[str]  # values of WebhookEventTypeAsyncEnum or WebhookEventTypeSyncEnum
    query: str
    target: str  # our address
