"""Making and changing vouchers, their codes and their values per channel."""

import uuid

import graphene
from graphql import GraphQLError

from store.engine.actions.voucher import rename_code, save_voucher, set_voucher_values
from store.engine.models import Category, Collection, Product, ProductVariant
from store.engine.models import Channel as ChannelModel
from store.engine.models import Voucher as VoucherModel
from store.engine.models import VoucherCode as VoucherCodeModel
from store.engine.refusals import Refusal
from store.engine.schema.bulk import BulkMutation
from store.engine.schema.enums import DiscountValueTypeEnum, enum_of
from store.engine.schema.guard import IdsOf, list_of
from store.engine.schema.ids import from_global_id, get_all_or_refuse, get_or_refuse, to_global_id
from store.engine.schema.mutation import Mutation, error_type, list_of_errors
from store.engine.schema.scalars import DateTime, PositiveDecimal
from store.engine.schema.voucher import MANAGE, Voucher, VoucherTypeEnum

DiscountErrorCode = enum_of(
    "DiscountErrorCode",
    "ALREADY_EXISTS GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED UNIQUE CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT "
    "DUPLICATED_INPUT_ITEM VOUCHER_ALREADY_USED",
)
DiscountError = error_type(
    "DiscountError",
    DiscountErrorCode,
    products=list_of(graphene.ID),
    channels=IdsOf("Channel"),
    voucher_codes=list_of(graphene.String),
)
COLUMNS = (
    "type",
    "name",
    "start_date",
    "discount_value_type",
    "countries",
    "apply_once_per_order",
    "apply_once_per_customer",
    "only_for_staff",
    "single_use",
)
NULLABLE = ("end_date", "usage_limit", "min_checkout_items_quantity")
RELATED = {"products": Product, "variants": ProductVariant, "collections": Collection, "categories": Category}


class VoucherInput(graphene.InputObjectType):
    type = VoucherTypeEnum()
    name = graphene.String()
    code = graphene.String()
    add_codes = list_of(graphene.String)
    start_date = DateTime()
    end_date = DateTime()
    discount_value_type = DiscountValueTypeEnum()
    products = list_of(graphene.ID)
    variants = list_of(graphene.ID)
    collections = list_of(graphene.ID)
    categories = list_of(graphene.ID)
    min_checkout_items_quantity = graphene.Int()
    countries = list_of(graphene.String)
    apply_once_per_order = graphene.Boolean()
    apply_once_per_customer = graphene.Boolean()
    only_for_staff = graphene.Boolean()
    single_use = graphene.Boolean()
    usage_limit = graphene.Int()


def _save(voucher, input, codes):
    columns = {name: input[name] for name in COLUMNS if input.get(name) is not None}
    columns |= {name: input[name] for name in NULLABLE if name in input}
    related = {
        name: get_all_or_refuse(model.objects, input[name], model.__name__, field=name)
        for name, model in RELATED.items()
        if input.get(name) is not None
    }
    save_voucher(voucher=voucher, columns=columns, add_codes=codes, related=related)


class VoucherCreate(Mutation):
    class Arguments:
        input = VoucherInput(required=True)

    errors = list_of_errors(DiscountError)
    voucher = graphene.Field(Voucher)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, input):
        """Take `addCodes`, or the older `code`; an empty one is made up."""
        code, codes = input.get("code"), input.get("add_codes")
        if code and codes:
            raise Refusal("Argument 'code' cannot be combined with 'addCodes'.", code="GRAPHQL_ERROR", field="code")
        if code is None and not codes:
            raise Refusal(
                "At least one of arguments is required: 'code', 'addCodes'.", code="GRAPHQL_ERROR", field="code"
            )
        voucher = VoucherModel()
        _save(voucher, input, codes or [code])
        return {"voucher": voucher}


class VoucherUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = VoucherInput(required=True)

    errors = list_of_errors(DiscountError)
    voucher = graphene.Field(Voucher)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        voucher = get_or_refuse(VoucherModel.objects, id, "Voucher")
        _save(voucher, input, input.get("add_codes") or ())
        if input.get("code"):
            rename_code(voucher=voucher, code=input["code"])
        return {"voucher": voucher}


class VoucherDelete(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(DiscountError)
    voucher = graphene.Field(Voucher)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id):
        voucher = get_or_refuse(VoucherModel.objects, id, "Voucher")
        key = voucher.pk
        voucher.delete()
        voucher.pk = key
        return {"voucher": voucher}


class VoucherBulkDelete(BulkMutation):
    class Arguments:
        ids = list_of(graphene.ID, required=True)

    errors = list_of_errors(DiscountError)
    count = graphene.Int(required=True)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, ids):
        vouchers = get_all_or_refuse(VoucherModel.objects, ids, "Voucher", field="id")
        VoucherModel.objects.filter(pk__in=[voucher.pk for voucher in vouchers]).delete()
        return {"count": len(vouchers)}


class CatalogueInput(graphene.InputObjectType):
    products = list_of(graphene.ID)
    categories = list_of(graphene.ID)
    collections = list_of(graphene.ID)
    variants = list_of(graphene.ID)


def _catalogue(input):
    """Yield the names of a voucher's limits and the rows that an input names of each."""
    for name, model in RELATED.items():
        if input.get(name):
            yield name, get_all_or_refuse(model.objects, input[name], model.__name__, field=name)


class VoucherAddCatalogues(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = CatalogueInput(required=True)

    errors = list_of_errors(DiscountError)
    voucher = graphene.Field(Voucher)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        voucher = get_or_refuse(VoucherModel.objects, id, "Voucher", field="voucherId")
        for name, rows in _catalogue(input):
            bare = [row for row in rows if name == "products" and not row.variants.exists()]
            if bare:
                raise Refusal(
                    "Cannot manage products without variants.",
                    code="CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT",
                    field="products",
                    products=[to_global_id("Product", row.pk) for row in bare],
                )
            getattr(voucher, name).add(*rows)
        return {"voucher": voucher}


class VoucherRemoveCatalogues(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = CatalogueInput(required=True)

    errors = list_of_errors(DiscountError)
    voucher = graphene.Field(Voucher)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        voucher = get_or_refuse(VoucherModel.objects, id, "Voucher", field="voucherId")
        for name, rows in _catalogue(input):
            getattr(voucher, name).remove(*rows)
        return {"voucher": voucher}


class VoucherChannelListingAddInput(graphene.InputObjectType):
    channel_id = graphene.ID(required=True)
    discount_value = PositiveDecimal()
    min_amount_spent = PositiveDecimal()


class VoucherChannelListingInput(graphene.InputObjectType):
    add_channels = list_of(VoucherChannelListingAddInput)
    remove_channels = list_of(graphene.ID)


LISTING_COLUMNS = {"discount_value": "discount_value", "min_amount_spent": "min_spent_amount"}


class VoucherChannelListingUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = VoucherChannelListingInput(required=True)

    errors = list_of_errors(DiscountError)
    voucher = graphene.Field(Voucher)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, id, input):
        voucher = get_or_refuse(VoucherModel.objects, id, "Voucher")
        adding = input.get("add_channels") or []
        ids = [listing["channel_id"] for listing in adding]
        removing = input.get("remove_channels") or []
        twice = sorted({one_id for one_id in ids if ids.count(one_id) > 1 or one_id in removing})
        if twice:
            raise Refusal("Duplicated channel ID.", code="DUPLICATED_INPUT_ITEM", field="addChannels", channels=twice)
        channels = get_all_or_refuse(ChannelModel.objects, ids, "Channel", field="addChannels")
        set_voucher_values(
            voucher=voucher,
            listings=[
                (channel, {LISTING_COLUMNS[name]: listing[name] for name in LISTING_COLUMNS if name in listing})
                for channel, listing in zip(channels, adding, strict=True)
            ],
            remove=get_all_or_refuse(ChannelModel.objects, removing, "Channel", field="removeChannels"),
        )
        return {"voucher": voucher}


VoucherCodeBulkDeleteErrorCode = enum_of("VoucherCodeBulkDeleteErrorCode", "GRAPHQL_ERROR NOT_FOUND INVALID")


class VoucherCodeBulkDeleteError(graphene.ObjectType):
    path = graphene.String()
    message = graphene.String()
    code = VoucherCodeBulkDeleteErrorCode(required=True)
    voucher_codes = list_of(graphene.ID)


class VoucherCodeBulkDelete(Mutation):
    class Arguments:
        ids = list_of(graphene.ID, required=True)

    errors = list_of_errors(VoucherCodeBulkDeleteError)
    count = graphene.Int(required=True)
    permissions = MANAGE

    @classmethod
    def perform(cls, _info, ids):
        """Delete all of them or, when an id is none of a code, none; ids of no code count for nothing."""
        keys, wrong = [], []
        for one_id in ids:
            try:
                keys.append(uuid.UUID(from_global_id(one_id, "VoucherCode")))
            except (GraphQLError, ValueError):
                wrong.append(one_id)
        if wrong:
            error = {"path": "ids", "message": "Invalid VoucherCode ID.", "code": "INVALID", "voucher_codes": wrong}
            return {"count": 0, "errors": [error]}
        found = VoucherCodeModel.objects.filter(pk__in=keys)
        count = found.count()
        found.delete()
        return {"count": count}


class VoucherMutations:
    voucher_create = VoucherCreate.Field()
    voucher_update = VoucherUpdate.Field()
    voucher_delete = VoucherDelete.Field()
    voucher_bulk_delete = VoucherBulkDelete.Field()
    voucher_catalogues_add = VoucherAddCatalogues.Field()
    voucher_catalogues_remove = VoucherRemoveCatalogues.Field()
    voucher_channel_listing_update = VoucherChannelListingUpdate.Field()
    voucher_code_bulk_delete = VoucherCodeBulkDelete.Field()
