"""The schema: every subject's queries and mutations under one roof."""

import graphene

from store.engine.schema.account import AccountMutations
from store.engine.schema.address import AddressQueries
from store.engine.schema.app import AppMutations, AppQueries
from store.engine.schema.assigned_attribute import BY_INPUT_TYPE
from store.engine.schema.assigned_collection import AssignedSingleCollectionReferenceAttribute
from store.engine.schema.attribute import AttributeQueries
from store.engine.schema.attribute_mutations import AttributeMutations
from store.engine.schema.category import CategoryQueries
from store.engine.schema.category_mutations import CategoryMutations
from store.engine.schema.channel import ChannelMutations, ChannelQueries
from store.engine.schema.checkout_completion import CheckoutCompletionMutations
from store.engine.schema.checkout_line_mutations import CheckoutLineMutations
from store.engine.schema.checkout_mutations import CheckoutMutations
from store.engine.schema.checkout_queries import CheckoutQueries
from store.engine.schema.collection import CollectionQueries
from store.engine.schema.collection_mutations import CollectionMutations
from store.engine.schema.customer import CustomerMutations
from store.engine.schema.dashboard_absent import GiftCardPaymentMethodDetails
from store.engine.schema.draft_mutations import DraftMutations
from store.engine.schema.granted_refund import GrantedRefundMutations
from store.engine.schema.media_mutations import MediaMutations
from store.engine.schema.menu import MenuQueries
from store.engine.schema.menu_mutations import MenuMutations
from store.engine.schema.metadata import MetadataMutations
from store.engine.schema.order_line_mutations import OrderLineMutations
from store.engine.schema.order_mutations import OrderMutations
from store.engine.schema.order_queries import OrderQueries
from store.engine.schema.page import PageQueries
from store.engine.schema.page_mutations import PageMutations
from store.engine.schema.people import PeopleQueries
from store.engine.schema.plugin import PluginMutations, PluginQueries
from store.engine.schema.product import ProductQueries
from store.engine.schema.product_bulk_mutations import ProductBulkMutations
from store.engine.schema.product_mutations import ProductMutations
from store.engine.schema.product_type import ProductTypeQueries
from store.engine.schema.product_type_mutations import ProductTypeMutations
from store.engine.schema.shipping import ShippingZoneMutations, ShippingZoneQueries
from store.engine.schema.shipping_price import ShippingPriceMutations
from store.engine.schema.shop import ShopMutations, ShopQueries
from store.engine.schema.staff import StaffMutations
from store.engine.schema.tax import TaxQueries
from store.engine.schema.tax_mutations import TaxMutations
from store.engine.schema.token import TokenMutations
from store.engine.schema.transaction import PAYMENT_METHODS
from store.engine.schema.transaction_mutations import TransactionMutations
from store.engine.schema.transaction_queries import TransactionQueries
from store.engine.schema.variant import VariantQueries
from store.engine.schema.variant_mutations import VariantMutations
from store.engine.schema.voucher import VoucherQueries
from store.engine.schema.voucher_mutations import VoucherMutations
from store.engine.schema.warehouse import WarehouseMutations, WarehouseQueries


class Query(
    AddressQueries,
    AppQueries,
    PeopleQueries,
    AttributeQueries,
    CategoryQueries,
    ChannelQueries,
    CheckoutQueries,
    CollectionQueries,
    OrderQueries,
    TransactionQueries,
    ProductQueries,
    ProductTypeQueries,
    VariantQueries,
    ShippingZoneQueries,
    TaxQueries,
    WarehouseQueries,
    MenuQueries,
    PageQueries,
    PluginQueries,
    ShopQueries,
    VoucherQueries,
    graphene.ObjectType,
):
    """What can be asked."""


class Mutation(
    AttributeMutations,
    CategoryMutations,
    CollectionMutations,
    MediaMutations,
    ProductBulkMutations,
    ProductMutations,
    ProductTypeMutations,
    VariantMutations,
    ChannelMutations,
    CheckoutCompletionMutations,
    CheckoutLineMutations,
    CheckoutMutations,
    MetadataMutations,
    AccountMutations,
    AppMutations,
    CustomerMutations,
    StaffMutations,
    DraftMutations,
    GrantedRefundMutations,
    OrderLineMutations,
    OrderMutations,
    TokenMutations,
    TransactionMutations,
    ShippingPriceMutations,
    ShippingZoneMutations,
    TaxMutations,
    WarehouseMutations,
    MenuMutations,
    PageMutations,
    PluginMutations,
    ShopMutations,
    VoucherMutations,
    graphene.ObjectType,
):
    """What can be done."""


# Types that only an interface leads to.
TYPES = [
    GiftCardPaymentMethodDetails,
    AssignedSingleCollectionReferenceAttribute,
    *BY_INPUT_TYPE.values(),
    *PAYMENT_METHODS,
]
schema = graphene.Schema(query=Query, mutation=Mutation, types=TYPES)
