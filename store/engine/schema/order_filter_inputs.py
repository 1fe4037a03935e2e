"""What lists of orders and drafts may be narrowed and sorted by."""

import graphene

from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.filter_inputs import (
    DateRangeInput,
    DateTimeRangeInput,
    DecimalFilterInput,
    GlobalIDFilterInput,
    IntFilterInput,
    MetadataFilter,
    MetadataFilterInput,
    StringFilterInput,
    UUIDFilterInput,
)
from store.engine.schema.order_enums import (
    OrderAuthorizeStatusEnum,
    OrderChargeStatusEnum,
    OrderEventsEnum,
    OrderStatus,
    OrderStatusFilter,
)
from store.engine.schema.people_filters import AddressFilterInput
from store.engine.schema.scalars import UUID

OrderSortField = enum_of("OrderSortField", "NUMBER RANK CREATION_DATE CREATED_AT LAST_MODIFIED_AT CUSTOMER STATUS")


class OrderSortingInput(graphene.InputObjectType):
    direction = graphene.Field(OrderDirection, required=True)
    field = graphene.Field(OrderSortField, required=True)


def list_of(of_type):
    """Return an input field `[Type!]`."""
    return graphene.List(graphene.NonNull(of_type))


class OrderStatusEnumFilterInput(graphene.InputObjectType):
    eq = graphene.Field(OrderStatus)
    one_of = list_of(OrderStatus)


class OrderChargeStatusEnumFilterInput(graphene.InputObjectType):
    eq = graphene.Field(OrderChargeStatusEnum)
    one_of = list_of(OrderChargeStatusEnum)


class OrderAuthorizeStatusEnumFilterInput(graphene.InputObjectType):
    eq = graphene.Field(OrderAuthorizeStatusEnum)
    one_of = list_of(OrderAuthorizeStatusEnum)


class OrderEventTypeEnumFilterInput(graphene.InputObjectType):
    eq = graphene.Field(OrderEventsEnum)
    one_of = list_of(OrderEventsEnum)


class OrderEventFilterInput(graphene.InputObjectType):
    date_ = DateTimeRangeInput(name="date")
    type = OrderEventTypeEnumFilterInput()


class LinesFilterInput(graphene.InputObjectType):
    metadata = MetadataFilterInput()


class TransactionFilterInput(graphene.InputObjectType):
    psp_reference = StringFilterInput()
    metadata = MetadataFilterInput()


class PriceFilterInput(graphene.InputObjectType):
    currency = graphene.String()
    amount = DecimalFilterInput(required=True)


class OrderConditions:
    """What both `where` inputs know."""

    metadata = MetadataFilterInput()
    ids = list_of(graphene.ID)
    number = IntFilterInput()
    channel_id = GlobalIDFilterInput()
    created_at = DateTimeRangeInput()
    updated_at = DateTimeRangeInput()
    user = GlobalIDFilterInput()
    user_email = StringFilterInput()
    authorize_status = OrderAuthorizeStatusEnumFilterInput()
    charge_status = OrderChargeStatusEnumFilterInput()
    voucher_code = StringFilterInput()
    lines = list_of(LinesFilterInput)
    lines_count = IntFilterInput()
    transactions = list_of(TransactionFilterInput)
    total_gross = PriceFilterInput()
    total_net = PriceFilterInput()
    product_type_id = GlobalIDFilterInput()
    events = list_of(OrderEventFilterInput)
    billing_address = AddressFilterInput()
    shipping_address = AddressFilterInput()


class OrderWhereInput(OrderConditions, graphene.InputObjectType):
    status = OrderStatusEnumFilterInput()
    checkout_token = UUIDFilterInput()
    checkout_id = GlobalIDFilterInput()
    has_fulfillments = graphene.Boolean()
    AND = list_of(lambda: OrderWhereInput)
    OR = list_of(lambda: OrderWhereInput)


class DraftOrderWhereInput(OrderConditions, graphene.InputObjectType):
    AND = list_of(lambda: DraftOrderWhereInput)
    OR = list_of(lambda: DraftOrderWhereInput)


class OrderDraftFilterInput(graphene.InputObjectType):
    customer = graphene.String()
    created = DateRangeInput()
    search = graphene.String()
    metadata = list_of(MetadataFilter)
    channels = list_of(graphene.ID)


class OrderFilterInput(graphene.InputObjectType):
    status = list_of(OrderStatusFilter)
    customer = graphene.String()
    created = DateRangeInput()
    search = graphene.String()
    metadata = list_of(MetadataFilter)
    channels = list_of(graphene.ID)
    authorize_status = list_of(OrderAuthorizeStatusEnum)
    charge_status = list_of(OrderChargeStatusEnum)
    updated_at = DateTimeRangeInput()
    ids = list_of(graphene.ID)
    checkout_tokens = list_of(UUID)
    checkout_ids = list_of(graphene.ID)
    numbers = list_of(graphene.String)
