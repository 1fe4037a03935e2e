"""What mutations of orders share: their error type, and finding an order that the caller may work on."""

from uuid import UUID

import graphene
from graphql import GraphQLError

from store.engine.models import Order as OrderModel
from store.engine.models import OrderLine as OrderLineModel
from store.engine.models import ShippingMethod as ShippingMethodModel
from store.engine.refusals import Refusal
from store.engine.schema.address import read_address
from store.engine.schema.channel_access import require_channel
from store.engine.schema.enums import AddressTypeEnum
from store.engine.schema.ids import find, from_global_id, to_global_id
from store.engine.schema.mutation import ErrorBase, Mutation, list_of_errors
from store.engine.schema.order_enums import OrderErrorCode


class OrderError(ErrorBase):
    """What was wrong; lines, variants and warehouse by their ids."""

    code = graphene.Field(OrderErrorCode, required=True)
    warehouse = graphene.ID()
    order_lines = graphene.List(graphene.NonNull(graphene.ID))
    variants = graphene.List(graphene.NonNull(graphene.ID))
    address_type = graphene.Field(AddressTypeEnum)

    @staticmethod
    def resolve_warehouse(root, _info):
        key = root.get("warehouse_id")
        return to_global_id("Warehouse", key) if key else None

    @staticmethod
    def resolve_order_lines(root, _info):
        keys = root.get("order_line_ids")
        return [to_global_id("OrderLine", key) for key in keys] if keys else None

    @staticmethod
    def resolve_variants(root, _info):
        keys = root.get("variant_ids")
        return [to_global_id("ProductVariant", key) for key in keys] if keys else None


class OrderMutation(Mutation):
    """A mutation that needs MANAGE_ORDERS and answers with OrderError."""

    class Meta:
        abstract = True

    permissions = ("MANAGE_ORDERS",)


def order_errors():
    """Return the `errors` field of an order mutation."""
    return list_of_errors(OrderError)


def who(info):
    """Return the caller as the keyword arguments that actions take."""
    return {"user": info.context.user, "app": info.context.app}


def locked_order(info, id=None, external_reference=None, *, field="id"):
    """Return an order by its id or external reference, locked until the mutation is done."""
    if (id is None) == (external_reference is None):
        raise Refusal("At least one argument is required: 'id' or 'external_reference'.", code="GRAPHQL_ERROR")
    if id is None:
        rows = OrderModel.objects.filter(external_reference=external_reference)
        missing = Refusal(
            f"Couldn't resolve to a node: {external_reference}", code="NOT_FOUND", field="externalReference"
        )
    else:
        rows = OrderModel.objects.filter(pk=key_of(id, "Order", field=field))
        missing = Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field=field)
    order = rows.select_for_update(of=("self",)).first()
    if order is None:
        raise missing
    require_channel(info.context, order.channel)
    return order


def locked_line(info, id):
    """Return an order line by its id, with its order locked until the mutation is done."""
    line = OrderLineModel.objects.filter(pk=key_of(id, "OrderLine")).first()
    if line is None:
        raise Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field="id")
    line.order = locked_order(info, to_global_id("Order", line.order_id))
    return line


def key_of(id, type_name, *, field="id"):
    """Return the UUID in a global id; a Refusal when it is of another type or no UUID."""
    try:
        return UUID(from_global_id(id, type_name))
    except GraphQLError as error:
        raise Refusal(error.message, code="GRAPHQL_ERROR", field=field) from error
    except ValueError as error:
        raise Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field=field) from error


def find_method(id, field="shippingMethod"):
    """Return a shipping method by the id that shoppers and orders know it by."""
    try:
        method = find(ShippingMethodModel.objects.select_related("tax_class"), id, "ShippingMethod")
    except GraphQLError as error:
        raise Refusal(error.message, code="GRAPHQL_ERROR", field=field) from error
    if method is None:
        raise Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field=field)
    return method


def read_addresses(info, input):
    """Return the input's addresses as cleaned columns, by the names that actions take."""
    return {
        f"{kind}_address": read_address(info, input[f"{kind}_address"], address_type=kind.upper())
        for kind in ("shipping", "billing")
        if input.get(f"{kind}_address")
    }


def as_metadata(entries, field):
    """Return a list of MetadataInput as a dict; an empty key is refused."""
    if any(not entry["key"].strip() for entry in entries or ()):
        raise Refusal("Metadata key cannot be empty.", code="REQUIRED", field=field)
    return {entry["key"]: entry["value"] for entry in entries or ()}
