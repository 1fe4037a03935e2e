"""Vouchers as those who manage discounts see them."""

import graphene
from django.db.models import DateTimeField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from store.engine.models import Voucher as VoucherModel
from store.engine.models import VoucherCode as VoucherCodeModel
from store.engine.money import Money as EngineMoney
from store.engine.schema.address import CountryDisplay
from store.engine.schema.channel import Channel
from store.engine.schema.connection import ConnectionField, connection_of, paginate
from store.engine.schema.enums import DiscountValueTypeEnum, OrderDirection, enum_of
from store.engine.schema.filter_inputs import DateTimeRangeInput, IntRangeInput, MetadataFilter, has_metadata, within
from store.engine.schema.guard import Guarded, list_of
from store.engine.schema.ids import Node, WithGlobalId, find, from_global_id, to_global_id
from store.engine.schema.in_channel import channel_of, in_channel
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.money import Money
from store.engine.schema.mutation import require
from store.engine.schema.peers import many, one
from store.engine.schema.scalars import DateTime
from store.engine.schema.visible import channel_by_slug

MANAGE = ("MANAGE_DISCOUNTS",)
VoucherTypeEnum = enum_of("VoucherTypeEnum", "SHIPPING ENTIRE_ORDER SPECIFIC_PRODUCT")
DiscountStatusEnum = enum_of("DiscountStatusEnum", "ACTIVE EXPIRED SCHEDULED")
VoucherDiscountType = enum_of("VoucherDiscountType", "FIXED PERCENTAGE SHIPPING")
VoucherSortField = enum_of("VoucherSortField", "NAME START_DATE END_DATE TYPE USAGE_LIMIT")
NEVER = Value("9999-12-31T00:00:00Z", output_field=DateTimeField())
SORTS = {
    "NAME": "name",
    "START_DATE": "start_date",
    "END_DATE": "end_or_never",
    "TYPE": "type",
    "USAGE_LIMIT": "limit_or_none",
}


class VoucherCode(graphene.ObjectType):
    """A code that opens a voucher."""

    id = graphene.ID(required=True)
    code = graphene.String()
    used = graphene.Int()
    is_active = graphene.Boolean()
    created_at = DateTime(required=True)

    @staticmethod
    def resolve_id(root, _info):
        return to_global_id("VoucherCode", root.pk)


VoucherCodeCountableConnection = connection_of(VoucherCode)


class VoucherChannelListing(WithGlobalId, graphene.ObjectType):
    """What a voucher is worth in a channel, and from which order value."""

    class Meta:
        interfaces = (Node,)

    channel = graphene.Field(Channel, required=True)
    discount_value = graphene.Float(required=True)
    currency = graphene.String(required=True)
    min_spent = graphene.Field(Money)

    @staticmethod
    def resolve_channel(root, _info):
        return one(root, "channel")

    @staticmethod
    def resolve_currency(root, _info):
        return one(root, "channel").currency_code

    @staticmethod
    def resolve_min_spent(root, _info):
        amount = root.min_spent_amount
        return None if amount is None else EngineMoney(amount, one(root, "channel").currency_code)


class Voucher(WithGlobalId, graphene.ObjectType):
    """A discount that a code opens."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    name = graphene.String()
    codes = ConnectionField(VoucherCodeCountableConnection)
    code = graphene.String()
    usage_limit = graphene.Int()
    used = graphene.Int(required=True)
    start_date = DateTime(required=True)
    end_date = DateTime()
    apply_once_per_order = graphene.Boolean(required=True)
    apply_once_per_customer = graphene.Boolean(required=True)
    single_use = graphene.Boolean(required=True)
    only_for_staff = graphene.Boolean(required=True)
    min_checkout_items_quantity = graphene.Int()
    categories = ConnectionField("store.engine.schema.category.CategoryCountableConnection")
    collections = ConnectionField("store.engine.schema.collection.CollectionCountableConnection")
    products = ConnectionField("store.engine.schema.product.ProductCountableConnection")
    variants = ConnectionField("store.engine.schema.variant.ProductVariantCountableConnection")
    countries = list_of(CountryDisplay)
    discount_value_type = DiscountValueTypeEnum(required=True)
    discount_value = graphene.Float()
    currency = graphene.String()
    min_spent = graphene.Field(Money)
    type = VoucherTypeEnum(required=True)
    channel_listings = Guarded(list_of(VoucherChannelListing), needs=MANAGE)

    @staticmethod
    def resolve_codes(root, info, **page):
        return paginate(root.codes.all(), info, sort=("created_at", "code"), **page)

    @staticmethod
    def resolve_code(root, _info):
        codes = many(root, "codes")
        return codes[-1].code if codes else None

    @staticmethod
    def resolve_used(root, _info):
        return sum(code.used for code in many(root, "codes"))

    @staticmethod
    def resolve_categories(root, info, **page):
        return _related(root, "categories", info, page)

    @staticmethod
    def resolve_collections(root, info, **page):
        require(info.context, *MANAGE)
        return _related(root, "collections", info, page)

    @staticmethod
    def resolve_products(root, info, **page):
        require(info.context, *MANAGE)
        return _related(root, "products", info, page)

    @staticmethod
    def resolve_variants(root, info, **page):
        require(info.context, *MANAGE)
        return _related(root, "variants", info, page)

    @staticmethod
    def resolve_discount_value(root, _info):
        listing = _listing_here(root)
        return listing and listing.discount_value

    @staticmethod
    def resolve_currency(root, _info):
        listing = _listing_here(root)
        return listing and one(listing, "channel").currency_code

    @staticmethod
    def resolve_min_spent(root, info):
        listing = _listing_here(root)
        return listing and VoucherChannelListing.resolve_min_spent(listing, info)

    @staticmethod
    def resolve_channel_listings(root, _info):
        return many(root, "channel_listings")


def _related(voucher, relation, info, page):
    cut = paginate(getattr(voucher, relation).all(), info, **page)
    in_channel([edge["node"] for edge in cut.edges], channel_of(voucher))
    return cut


def _listing_here(voucher):
    """Return a voucher's listing in the channel that was asked for; None without a channel."""
    channel = channel_of(voucher)
    here = (found for found in many(voucher, "channel_listings") if channel and found.channel_id == channel.pk)
    return next(here, None)


VoucherCountableConnection = connection_of(Voucher)


class VoucherFilterInput(graphene.InputObjectType):
    status = list_of(DiscountStatusEnum)
    times_used = IntRangeInput()
    discount_type = list_of(VoucherDiscountType)
    started = DateTimeRangeInput()
    search = graphene.String()
    metadata = list_of(MetadataFilter)
    ids = list_of(graphene.ID)


class VoucherSortingInput(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    channel = graphene.String()
    field = VoucherSortField(required=True)


class VoucherQueries:
    voucher = graphene.Field(Voucher, id=graphene.ID(required=True), channel=graphene.String())
    vouchers = ConnectionField(
        VoucherCountableConnection,
        filter=VoucherFilterInput(),
        sort_by=VoucherSortingInput(),
        query=graphene.String(),
        channel=graphene.String(),
    )

    @staticmethod
    def resolve_voucher(_root, info, id, channel=None):
        require(info.context, *MANAGE)
        asked = channel_by_slug(info.context, channel) if channel else None
        return in_channel(find(VoucherModel.objects, id, "Voucher"), asked)

    @staticmethod
    def resolve_vouchers(_root, info, filter=None, sort_by=None, query=None, channel=None, **page):
        require(info.context, *MANAGE)
        asked = channel_by_slug(info.context, channel) if channel else None
        found = _filtered(VoucherModel.objects.all(), filter or {})
        if channel:
            found = found.filter(channel_listings__channel=asked) if asked else found.none()
        if query:
            found = found.filter(_named(query))
        found = found.annotate(end_or_never=Coalesce("end_date", NEVER), limit_or_none=Coalesce("usage_limit", 0))
        turn = "-" if sort_by and sort_by["direction"] == "DESC" else ""
        column = SORTS[sort_by["field"].value] if sort_by else "name"
        cut = paginate(found, info, sort=list(dict.fromkeys([f"{turn}{column}", f"{turn}name", f"{turn}pk"])), **page)
        in_channel([edge["node"] for edge in cut.edges], asked)
        return cut


def _named(text):
    """Return the condition that a voucher's name or one of its codes contains a text."""
    return Q(name__icontains=text) | Q(
        pk__in=VoucherCodeModel.objects.filter(code__icontains=text).values("voucher_id")
    )


def _filtered(found, wanted):
    now = timezone.now()
    expired = Q(end_date__lt=now)
    conditions = {
        "ACTIVE": Q(start_date__lte=now) & ~expired,
        "EXPIRED": Q(start_date__lte=now) & expired,
        "SCHEDULED": Q(start_date__gt=now),
        "FIXED": Q(discount_value_type="FIXED"),
        "PERCENTAGE": Q(discount_value_type="PERCENTAGE"),
        "SHIPPING": Q(type="SHIPPING"),
    }
    for name in ("status", "discount_type"):
        either = Q()
        for value in wanted.get(name) or ():
            either |= conditions[value.value]
        found = found.filter(either)
    if wanted.get("times_used"):
        found = found.annotate(times_used=Coalesce(Sum("codes__used"), 0))
        found = found.filter(within("times_used", wanted["times_used"]))
    if wanted.get("started"):
        found = found.filter(within("start_date", wanted["started"]))
    if wanted.get("search"):
        found = found.filter(_named(wanted["search"]))
    for metadata in wanted.get("metadata") or ():
        found = found.filter(has_metadata(metadata))
    if wanted.get("ids"):
        found = found.filter(pk__in=[from_global_id(one_id, "Voucher") for one_id in wanted["ids"]])
    return found
