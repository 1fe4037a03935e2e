"""Drafts: beginning, changing, deleting and placing them."""

import graphene

from store.engine.actions.draft_completion import complete_draft
from store.engine.actions.drafts import create_draft, delete_draft, update_draft
from store.engine.actions.order_lines import NewLine
from store.engine.models import Channel as ChannelModel
from store.engine.models import ProductVariant as VariantModel
from store.engine.models import User as UserModel
from store.engine.models import Voucher as VoucherModel
from store.engine.refusals import Refusal
from store.engine.schema.address import AddressInput
from store.engine.schema.bulk import BulkMutation
from store.engine.schema.channel_access import require_channel
from store.engine.schema.enums import LanguageCodeEnum
from store.engine.schema.guard import list_of
from store.engine.schema.ids import find
from store.engine.schema.metadata import list_of_metadata_inputs
from store.engine.schema.order import Order
from store.engine.schema.order_mutation import (
    OrderMutation,
    as_metadata,
    find_method,
    locked_order,
    order_errors,
    read_addresses,
    who,
)
from store.engine.schema.scalars import PositiveDecimal

UNTOUCHED = (
    "user_email",
    "customer_note",
    "redirect_url",
    "external_reference",
    "save_billing_address",
    "save_shipping_address",
)


class OrderLineCreateInput(graphene.InputObjectType):
    quantity = graphene.Int(required=True)
    variant_id = graphene.ID(required=True)
    force_new_line = graphene.Boolean(default_value=False)
    price = PositiveDecimal()


class DraftFacts:
    """What both inputs take."""

    billing_address = AddressInput()
    save_billing_address = graphene.Boolean()
    user = graphene.ID()
    user_email = graphene.String()
    discount = PositiveDecimal()
    shipping_address = AddressInput()
    save_shipping_address = graphene.Boolean()
    shipping_method = graphene.ID()
    voucher = graphene.ID(deprecation_reason="Use `voucherCode` instead.")
    voucher_code = graphene.String()
    customer_note = graphene.String()
    channel_id = graphene.ID()
    redirect_url = graphene.String()
    external_reference = graphene.String()
    metadata = list_of_metadata_inputs()
    private_metadata = list_of_metadata_inputs()
    language_code = graphene.Field(LanguageCodeEnum)


class DraftOrderInput(DraftFacts, graphene.InputObjectType):
    pass


class DraftOrderCreateInput(DraftFacts, graphene.InputObjectType):
    lines = graphene.List(graphene.NonNull(OrderLineCreateInput))


class DraftOrderCreate(OrderMutation):
    class Arguments:
        input = DraftOrderCreateInput(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, input):
        if not input.get("channel_id"):
            raise Refusal("Channel id is required.", code="REQUIRED", field="channel")
        channel = find(ChannelModel.objects, input["channel_id"], "Channel")
        if channel is None:
            raise Refusal(f"Couldn't resolve to a node: {input['channel_id']}", code="NOT_FOUND", field="channelId")
        require_channel(info.context, channel)
        order = create_draft(
            channel=channel, facts=_facts(info, input), lines=read_lines(input.get("lines") or ()), **who(info)
        )
        return {"order": order}


class DraftOrderUpdate(OrderMutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        input = DraftOrderInput(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, input, id=None, external_reference=None):
        order = locked_order(info, id, external_reference)
        if input.get("channel_id"):
            raise Refusal("Can't update existing order channel id.", code="NOT_EDITABLE", field="channelId")
        update_draft(order=order, facts=_facts(info, input))
        return {"order": order}


class DraftOrderDelete(OrderMutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id=None, external_reference=None):
        order = locked_order(info, id, external_reference)
        key = order.pk
        delete_draft(order)
        order.pk = key
        return {"order": order}


class DraftOrderBulkDelete(BulkMutation):
    class Arguments:
        ids = list_of(graphene.ID, required=True)

    count = graphene.Int(required=True)
    errors = order_errors()
    permissions = ("MANAGE_ORDERS",)

    @classmethod
    def perform(cls, info, ids):
        """Delete those that may be; of each that may not, its id is the error's field."""
        errors = []
        for order_id, order in [(order_id, locked_order(info, order_id)) for order_id in ids]:
            try:
                delete_draft(order)
            except Refusal as refused:
                errors.append({"field": order_id, "message": refused.message, "code": "INVALID"})
        return {"count": len(ids) - len(errors), "errors": errors}


class DraftOrderComplete(OrderMutation):
    class Arguments:
        id = graphene.ID(required=True)

    order = graphene.Field(Order)
    errors = order_errors()

    @classmethod
    def perform(cls, info, id):
        order = locked_order(info, id)
        complete_draft(order=order, **who(info))
        return {"order": order}


def read_lines(inputs):
    """Return line inputs with their variants; an unknown variant is refused."""
    variants = {}
    for line in inputs:
        key = line["variant_id"]
        variants[key] = find(VariantModel.objects.select_related("product__product_type"), key, "ProductVariant")
        if variants[key] is None:
            raise Refusal(f"Could not resolve to a node: {key}.", code="NOT_FOUND", field="variantId")
    return [
        NewLine(
            variant=variants[line["variant_id"]],
            quantity=line["quantity"],
            price=line.get("price"),
            force_new_line=bool(line.get("force_new_line")),
        )
        for line in inputs
    ]


def _facts(info, input):
    """Return an input as the facts that `actions.drafts` takes."""
    facts = {name: input[name] for name in UNTOUCHED if name in input}
    facts |= read_addresses(info, input)
    for name, field in (("metadata", "metadata"), ("private_metadata", "privateMetadata")):
        if input.get(name):
            facts[name] = as_metadata(input[name], field)
    if input.get("language_code"):
        facts["language_code"] = input["language_code"].lower().replace("_", "-")
    if "user" in input:
        facts["user"] = _customer(input["user"])
    if "shipping_method" in input:
        facts["shipping_method"] = find_method(input["shipping_method"]) if input["shipping_method"] else None
    if "voucher_code" in input or "voucher" in input:
        facts["voucher_code"] = _voucher_code(input)
    return facts


def _customer(id):
    if not id:
        return None
    user = find(UserModel.objects, id, "User")
    if user is None:
        raise Refusal(f"Couldn't resolve to a node: {id}", code="NOT_FOUND", field="user")
    return user


def _voucher_code(input):
    """Return the code that is to stand on the draft; the older `voucher` input stands for its first active code."""
    if input.get("voucher") and input.get("voucher_code"):
        raise Refusal(
            "You cannot use both a voucher and a voucher code for the same order. Please choose one.",
            code="INVALID",
            field="voucher",
        )
    if not input.get("voucher"):
        return input.get("voucher_code")
    voucher = find(VoucherModel.objects, input["voucher"], "Voucher")
    code = voucher and (voucher.codes.filter(is_active=True).first() or voucher.codes.first())
    if not code:
        raise Refusal("Voucher is invalid.", code="INVALID_VOUCHER", field="voucher")
    return code.code


class DraftMutations:
    draft_order_create = DraftOrderCreate.Field()
    draft_order_update = DraftOrderUpdate.Field()
    draft_order_delete = DraftOrderDelete.Field()
    draft_order_bulk_delete = DraftOrderBulkDelete.Field()
    draft_order_complete = DraftOrderComplete.Field()
