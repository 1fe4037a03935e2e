"""What the shop needs of a Saleor server: its version, what the shop's app may do, how channels and shop are set.

The seed makes a server so, and `check_saleor` tells whether it is.
"""

from typing import Any

VERSION = "3.23."
# Of the app whose token the shop keeps. Agents, admins and customers act with their own tokens.
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
    }
)
# Of each channel that the shop serves, in the names that Saleor both reads and writes.
CHANNEL_SETTINGS: dict[str, dict[str, Any]] = {
    "orderSettings": {
        "automaticallyConfirmAllNewOrders": True,
        "allowUnpaidOrders": False,  # or anybody could place an order without paying
        "markAsPaidStrategy": "TRANSACTION_FLOW",
        "automaticallyFulfillNonShippableGiftCard": True,
        "includeDraftOrderInVoucherUsage": True,  # or phone orders could use a code without end
    },
    "checkoutSettings": {
        "useLegacyErrorFlow": False,
        "allowLegacyGiftCardUse": False,  # gift cards pay like money, which is another way than a code's
        "automaticallyCompleteFullyPaidCheckouts": False,  # it would complete past the shop's own lock, and oversell
    },
    "stockSettings": {"allocationStrategy": "PRIORITIZE_SORTING_ORDER"},
    "paymentSettings": {"defaultTransactionFlowStrategy": "CHARGE"},
}
SHOP_SETTINGS: dict[str, Any] = {
    "fulfillmentAllowUnpaid": False,
    "accountConfirmMergeMode": "MERGE_DISABLED",  # the page behind the letter asks for no password
    "allowStorefrontTraffic": True,  # customers sign in with tokens of their own
}
DUMMY_GATEWAY = "mirumee.payments.dummy"  # on in every new channel, and lets anybody place orders that count as paid
OWN_LETTERS = "mirumee.notifications.user_email"  # Saleor's letters to customers, who would get each one twice
