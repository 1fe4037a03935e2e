"""What the engine stores: facts, and what the database must refuse."""

from store.engine.models.account import Address, Group, StaffMember, User
from store.engine.models.app import App, AppToken
from store.engine.models.attribute import Attribute, AttributeValue
from store.engine.models.catalogue_version import CatalogueVersion
from store.engine.models.channel import Channel, ChannelWarehouse
from store.engine.models.checkout import Checkout, CheckoutDelivery, CheckoutLine
from store.engine.models.collection import Collection, CollectionChannelListing, CollectionProduct
from store.engine.models.discount import Voucher, VoucherChannelListing, VoucherCode, VoucherCustomer
from store.engine.models.menu import Menu, MenuItem
from store.engine.models.order import (
    Fulfillment,
    FulfillmentLine,
    Order,
    OrderDiscount,
    OrderEvent,
    OrderGrantedRefund,
    OrderGrantedRefundLine,
    OrderLine,
    OrderLineDiscount,
    OrderNumber,
)
from store.engine.models.page import AssignedPageValue, Page, PageType, PageTypeAttribute
from store.engine.models.payment import TransactionEvent, TransactionItem
from store.engine.models.product import (
    AssignedProductValue,
    AssignedVariantValue,
    Category,
    Product,
    ProductChannelListing,
    ProductMedia,
    ProductType,
    ProductTypeAttribute,
    ProductVariant,
    ProductVariantChannelListing,
    VariantTypeAttribute,
)
from store.engine.models.shipping import ShippingMethod, ShippingMethodChannelListing, ShippingZone
from store.engine.models.shop import SiteSettings
from store.engine.models.tax import TaxClass, TaxClassCountryRate, TaxConfiguration
from store.engine.models.warehouse import Allocation, Stock, Warehouse

__all__ = [
    "Address",
    "Allocation",
    "App",
    "AppToken",
    "AssignedPageValue",
    "AssignedProductValue",
    "AssignedVariantValue",
    "Attribute",
    "AttributeValue",
    "CatalogueVersion",
    "Category",
    "Channel",
    "ChannelWarehouse",
    "Checkout",
    "CheckoutDelivery",
    "CheckoutLine",
    "Collection",
    "CollectionChannelListing",
    "CollectionProduct",
    "Fulfillment",
    "FulfillmentLine",
    "Group",
    "Menu",
    "MenuItem",
    "Order",
    "OrderDiscount",
    "OrderEvent",
    "OrderGrantedRefund",
    "OrderGrantedRefundLine",
    "OrderLine",
    "OrderLineDiscount",
    "OrderNumber",
    "Page",
    "PageType",
    "PageTypeAttribute",
    "Product",
    "ProductChannelListing",
    "ProductMedia",
    "ProductType",
    "ProductTypeAttribute",
    "ProductVariant",
    "ProductVariantChannelListing",
    "ShippingMethod",
    "ShippingMethodChannelListing",
    "ShippingZone",
    "SiteSettings",
    "StaffMember",
    "Stock",
    "TaxClass",
    "TaxClassCountryRate",
    "TaxConfiguration",
    "TransactionEvent",
    "TransactionItem",
    "User",
    "VariantTypeAttribute",
    "Voucher",
    "VoucherChannelListing",
    "VoucherCode",
    "VoucherCustomer",
    "Warehouse",
]
