"""Whose metadata may be written, and whose private metadata be read: Saleor's permission per type."""

from store.engine.models import Attribute, SiteSettings, User, Warehouse
from store.engine.refusals import PermissionDenied, Refusal

ORDERS = ("MANAGE_ORDERS", "HANDLE_TAXES")
PRODUCTS = ("MANAGE_PRODUCTS",)
TYPES_AND_ATTRIBUTES = ("MANAGE_PRODUCT_TYPES_AND_ATTRIBUTES",)
PAGE_TYPES_AND_ATTRIBUTES = ("MANAGE_PAGE_TYPES_AND_ATTRIBUTES",)
TAXES = ("HANDLE_TAXES", "MANAGE_TAXES")

# One of these suffices. Types whose answer depends on the row stand in `needed_to_write` and `needed_to_read`.
NEEDED = {
    "App": ("MANAGE_APPS",),
    "Category": PRODUCTS,
    "Channel": ("MANAGE_CHANNELS",),
    "Collection": PRODUCTS,
    "Fulfillment": ORDERS,
    "Menu": ("MANAGE_MENUS",),
    "MenuItem": ("MANAGE_MENUS",),
    "Order": ORDERS,
    "OrderLine": ORDERS,
    "Page": ("MANAGE_PAGES",),
    "PageType": PAGE_TYPES_AND_ATTRIBUTES,
    "Product": PRODUCTS,
    "ProductMedia": PRODUCTS,
    "ProductType": TYPES_AND_ATTRIBUTES,
    "ProductVariant": PRODUCTS,
    "ShippingMethod": ("MANAGE_SHIPPING",),
    "ShippingMethodType": ("MANAGE_SHIPPING",),
    "ShippingZone": ("MANAGE_SHIPPING",),
    "Shop": ("MANAGE_SETTINGS",),
    "TaxClass": TAXES,
    "TaxConfiguration": TAXES,
    "Voucher": ("MANAGE_DISCOUNTS",),
    "Warehouse": PRODUCTS,
}
CHECKOUTS = ("MANAGE_CHECKOUTS", "HANDLE_TAXES")


def may_write(context, type_name, row, *, private):
    """Tell whether the caller may change a row's metadata; raises PermissionDenied when not.

    Whoever knows a checkout's id may change its public metadata: the id is the secret.
    """
    if not private and type_name in ("Checkout", "CheckoutLine"):
        return
    if not private and type_name == "User" and context.user is not None and context.user.pk == row.pk:
        return
    if not private and type_name == "Address" and _owns_address(context, row):
        return
    _require(context, _needed(context, type_name, row, private=private))


def may_read_private(context, type_name, row):
    """Raise PermissionDenied unless the caller may read a row's private metadata."""
    needed = _needed(context, type_name, row, private=True)
    if needed and not context.may(*needed):
        raise PermissionDenied


def _needed(context, type_name, row, *, private):
    if type_name in ("Checkout", "CheckoutLine"):
        return CHECKOUTS
    if type_name == "User":
        return ("MANAGE_STAFF",) if row.is_staff else ("MANAGE_USERS",)
    if type_name == "Address":
        return _address_needs(row, private=private)
    if type_name == "Attribute":
        kind = row if isinstance(row, Attribute) else Attribute.objects.get(pk=row.pk)
        return PAGE_TYPES_AND_ATTRIBUTES if kind.type == "PAGE_TYPE" else TYPES_AND_ATTRIBUTES
    if type_name == "TransactionItem":
        if not context.is_staff_or_app:
            raise PermissionDenied
        return ("HANDLE_PAYMENTS",)
    if type_name == "App" and context.app is not None and context.app.pk == row.pk:
        return ()
    if type_name not in NEEDED:
        raise PermissionDenied
    return NEEDED[type_name]


def _owns_address(context, address):
    return context.user is not None and address.user_addresses.filter(pk=context.user.pk).exists()


def _address_needs(address, *, private):
    if User.objects.filter(is_staff=True, addresses=address).exists():
        return ("MANAGE_STAFF",)
    of_warehouse = Warehouse.objects.filter(address=address).exists()
    of_shop = SiteSettings.objects.filter(company_address=address).exists()
    if private and (of_warehouse or of_shop):
        raise PermissionDenied
    if of_warehouse:
        return PRODUCTS
    return ("MANAGE_SETTINGS",) if of_shop else ("MANAGE_USERS",)


def _require(context, codes):
    if codes and not context.may(*codes):
        raise PermissionDenied(*codes)


def not_found(global_id):
    """Return Saleor's refusal for an id that names no row."""
    return Refusal(f"Couldn't resolve to a node: {global_id}", code="NOT_FOUND", field="id")
