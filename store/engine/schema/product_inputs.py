"""How lists of products are narrowed, searched and sorted."""

import graphene
from django.db.models import DecimalField, Exists, F, FloatField, Min, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from graphql import GraphQLError

from store.engine.actions.product_search import search_products
from store.engine.actions.stock import serving_warehouses
from store.engine.models import (
    AssignedProductValue,
    CollectionProduct,
    Product,
    ProductChannelListing,
    ProductVariantChannelListing,
    Stock,
)
from store.engine.models.warehouse import sellable
from store.engine.schema.attribute_inputs import AttributeInput, product_has
from store.engine.schema.category_tree import with_descendants
from store.engine.schema.enums import OrderDirection, enum_of
from store.engine.schema.filter_inputs import (
    DateTimeFilterInput,
    DateTimeRangeInput,
    DecimalFilterInput,
    GlobalIDFilterInput,
    IntRangeInput,
    MetadataFilter,
    StringFilterInput,
    has_metadata,
    matches,
    within,
)
from store.engine.schema.ids import from_global_id
from store.engine.schema.scalars import DateTime
from store.engine.schema.visible import priced
from store.engine.schema.where import NOTHING, narrowing

StockAvailability = enum_of("StockAvailability", "IN_STOCK OUT_OF_STOCK")
ProductOrderField = enum_of(
    "ProductOrderField",
    "NAME RANK PRICE MINIMAL_PRICE LAST_MODIFIED DATE TYPE PUBLISHED PUBLICATION_DATE PUBLISHED_AT LAST_MODIFIED_AT "
    "COLLECTION RATING CREATED_AT",
)


class PriceRangeInput(graphene.InputObjectType):
    gte = graphene.Float()
    lte = graphene.Float()


class ProductStockFilterInput(graphene.InputObjectType):
    warehouse_ids = graphene.List(graphene.NonNull(graphene.ID))
    quantity = IntRangeInput()


class ProductFilterInput(graphene.InputObjectType):
    is_published = graphene.Boolean()
    collections = graphene.List(graphene.NonNull(graphene.ID))
    categories = graphene.List(graphene.NonNull(graphene.ID))
    has_category = graphene.Boolean()
    attributes = graphene.List(graphene.NonNull(AttributeInput))
    stock_availability = graphene.InputField(StockAvailability)
    stocks = ProductStockFilterInput()
    search = graphene.String()
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    published_from = DateTime()
    is_available = graphene.Boolean()
    available_from = DateTime()
    is_visible_in_listing = graphene.Boolean()
    price = PriceRangeInput()
    minimal_price = PriceRangeInput()
    updated_at = DateTimeRangeInput()
    product_types = graphene.List(graphene.NonNull(graphene.ID))
    gift_card = graphene.Boolean()
    ids = graphene.List(graphene.NonNull(graphene.ID))
    slugs = graphene.List(graphene.NonNull(graphene.String))


class ProductWhereInput(graphene.InputObjectType):
    metadata = graphene.List(graphene.NonNull(MetadataFilter))
    ids = graphene.List(graphene.NonNull(graphene.ID))
    name = StringFilterInput()
    slug = StringFilterInput()
    product_type = GlobalIDFilterInput()
    category = GlobalIDFilterInput()
    collection = GlobalIDFilterInput()
    is_available = graphene.Boolean()
    is_published = graphene.Boolean()
    is_visible_in_listing = graphene.Boolean()
    published_from = DateTime()
    available_from = DateTime()
    has_category = graphene.Boolean()
    price = DecimalFilterInput()
    minimal_price = DecimalFilterInput()
    attributes = graphene.List(graphene.NonNull(AttributeInput))
    stock_availability = graphene.InputField(StockAvailability)
    stocks = ProductStockFilterInput()
    gift_card = graphene.Boolean()
    updated_at = DateTimeFilterInput()
    AND = graphene.List(graphene.NonNull(lambda: ProductWhereInput))
    OR = graphene.List(graphene.NonNull(lambda: ProductWhereInput))


class ProductOrder(graphene.InputObjectType):
    direction = OrderDirection(required=True)
    channel = graphene.String()
    attribute_id = graphene.ID()
    field = graphene.InputField(ProductOrderField)


PRODUCT_LIST_ARGUMENTS = {
    "filter": graphene.Argument(ProductFilterInput),
    "where": graphene.Argument(ProductWhereInput),
    "sort_by": graphene.Argument(ProductOrder),
    "search": graphene.String(),
}
UPDATED = ("updated_at", "name", "slug")
PUBLISHED_AT = ("published_at", "name", "slug")
SORT_KEYS = {
    "NAME": ("name", "slug"),
    "RANK": ("search_rank",),
    "PRICE": ("lowest_price", "name", "slug"),
    "MINIMAL_PRICE": ("lowest_price", "name", "slug"),
    "LAST_MODIFIED": UPDATED,
    "DATE": UPDATED,
    "LAST_MODIFIED_AT": UPDATED,
    "TYPE": ("product_type__name", "name", "slug"),
    "PUBLISHED": ("is_published", "name", "slug"),
    "PUBLICATION_DATE": PUBLISHED_AT,
    "PUBLISHED_AT": PUBLISHED_AT,
    "COLLECTION": ("place",),
    "RATING": ("rated", "name", "slug"),
    "CREATED_AT": ("created_at", "name", "slug"),
}
DEAREST = 10**12  # PostgreSQL sorts what has no price last, and so do we


def narrowed_products(products, channel, *, filter=None, where=None, search=None, sort_by=None, collection=None):
    """Return the products that match, and the keys that they are sorted by."""
    products = products.filter(narrowing(filter, where, _conditions(channel)))
    text = search or (filter or {}).get("search") or ""
    if text:
        products = search_products(products, text)
    if sort_by is None:
        if search:
            return products, ("-search_rank", "-pk")
        if collection is None:
            return products, ("slug",)
        sort_by = {"field": "COLLECTION", "direction": "ASC"}
    if sort_by.get("attribute_id"):
        if sort_by.get("field"):
            raise GraphQLError("You must provide either `field` or `attributeId` to sort the products.")
        return _sorted_by_attribute(products, from_global_id(sort_by["attribute_id"], "Attribute"), sort_by)
    field = str(sort_by.get("field") or "NAME")
    if field == "RANK" and not text:
        raise GraphQLError("Sorting by RANK is available only when using a search filter.")
    products = _with_key(products, field, channel, collection)
    return products, _turned(SORT_KEYS[field], sort_by)


def _turned(keys, sort_by):
    keys = (*keys, "pk")
    return tuple(f"-{key}" for key in keys) if sort_by["direction"] == "DESC" else keys


def _with_key(products, field, channel, collection):
    if field in ("PRICE", "MINIMAL_PRICE"):
        return products.annotate(lowest_price=Coalesce(lowest_price(channel), Value(DEAREST), output_field=_amount()))
    if field in ("PUBLISHED", "PUBLISHED_AT", "PUBLICATION_DATE"):
        listings = ProductChannelListing.objects.filter(channel=channel, product=OuterRef("pk"))
        published_at = Coalesce(Subquery(listings.values("published_at")[:1]), F("created_at"))
        return products.annotate(is_published=Exists(listings.filter(is_published=True)), published_at=published_at)
    if field == "COLLECTION":
        rows = CollectionProduct.objects.filter(product=OuterRef("pk"))
        rows = rows if collection is None else rows.filter(collection=collection)
        lowest = rows.order_by().values("product").annotate(place=Min("sort_order")).values("place")
        return products.annotate(place=Coalesce(Subquery(lowest), Value(-1)))
    if field == "RATING":
        return products.annotate(rated=Coalesce(F("rating"), Value(float(DEAREST)), output_field=FloatField()))
    return products


def _sorted_by_attribute(products, attribute_id, sort_by):
    names = (
        AssignedProductValue.objects.filter(product=OuterRef("pk"), value__attribute=attribute_id)
        .order_by("value__sort_order", "value__pk")
        .values("value__name")[:1]
    )
    given = AssignedProductValue.objects.filter(product=OuterRef("pk"), value__attribute=attribute_id)
    products = products.annotate(lacks=~Exists(given), first_value=Coalesce(Subquery(names), Value("")))
    return products, _turned(("lacks", "first_value", "name"), sort_by)


def lowest_price(channel):
    """Return the expression for the price of a product's cheapest variant in a channel."""
    prices = ProductVariantChannelListing.objects.filter(
        channel=channel, variant__product=OuterRef("pk"), price_amount__isnull=False
    )
    return Subquery(prices.order_by("price_amount").values("price_amount")[:1], output_field=_amount())


def _amount():
    return DecimalField(max_digits=20, decimal_places=3)


def _conditions(channel):
    """Return what each key of ProductFilterInput and ProductWhereInput asks of a product in a channel."""
    now = timezone.now()
    to_buy = Q(available_for_purchase_at__isnull=False, available_for_purchase_at__lte=now)
    return {
        "ids": lambda ids: Q(pk__in=_keys(ids, "Product")),
        "slugs": lambda slugs: Q(slug__in=slugs),
        "metadata": lambda items: Q(*map(has_metadata, items)),
        "name": lambda wanted: matches("name", wanted),
        "slug": lambda wanted: matches("slug", wanted),
        "product_types": lambda ids: Q(product_type__in=_keys(ids, "ProductType")) if ids else Q(),
        "product_type": lambda wanted: _named("product_type", wanted, "ProductType"),
        "categories": lambda ids: Q(category__in=with_descendants(_keys(ids, "Category"))) if ids else Q(),
        "category": lambda wanted: Q(category__in=with_descendants(_ids_in(wanted, "Category"))),
        "has_category": lambda has: Q(category__isnull=not has),
        "collections": lambda ids: _in_collections(_keys(ids, "Collection")) if ids else Q(),
        "collection": lambda wanted: _in_collections(_ids_in(wanted, "Collection")),
        "is_published": lambda wanted: _listed(channel, Q(is_published=wanted)) & Q(priced(channel)),
        "published_from": lambda moment: _listed(channel, Q(published_at__lte=moment)),
        "is_available": lambda wanted: _listed(channel, to_buy if wanted else ~to_buy),
        "available_from": lambda moment: _listed(channel, Q(available_for_purchase_at__lte=moment)),
        "is_visible_in_listing": lambda wanted: _listed(channel, Q(visible_in_listings=wanted)),
        "price": lambda wanted: _priced_at(channel, wanted),
        "minimal_price": lambda wanted: _cheapest_at(channel, wanted),
        "attributes": lambda wanted: Q(*map(product_has, wanted)),
        "stock_availability": lambda wanted: _in_stock(channel, wanted == "IN_STOCK"),
        "stocks": _with_stock,
        "gift_card": lambda wanted: Q(product_type__kind="GIFT_CARD") if wanted else ~Q(product_type__kind="GIFT_CARD"),
        "updated_at": lambda wanted: (
            matches("updated_at", wanted) if {"eq", "one_of", "range"} & wanted.keys() else within("updated_at", wanted)
        ),
    }


def _keys(ids, type_name):
    return [from_global_id(value, type_name) for value in ids]


def _ids_in(wanted, type_name):
    eq = wanted.get("eq")
    return _keys([eq] if eq else wanted.get("one_of") or [], type_name)


def _named(column, wanted, type_name):
    return Q(**{f"{column}__in": _ids_in(wanted, type_name)})


def _in_collections(pks):
    return Q(Exists(CollectionProduct.objects.filter(product=OuterRef("pk"), collection__in=pks)))


def _listed(channel, condition):
    return Q(Exists(ProductChannelListing.objects.filter(condition, channel=channel, product=OuterRef("pk"))))


def _range_of(column, wanted):
    """Return the condition of a PriceRangeInput or a DecimalFilterInput."""
    if {"eq", "one_of", "range"} & wanted.keys():
        return matches(column, wanted)
    bounds = {f"{column}__{bound}": value for bound, value in wanted.items() if value is not None}
    return Q(**bounds)


def _priced_at(channel, wanted):
    prices = ProductVariantChannelListing.objects.filter(channel=channel, variant__product=OuterRef("pk"))
    return Q(Exists(prices.filter(_range_of("price_amount", wanted), price_amount__isnull=False)))


def _cheapest_at(channel, wanted):
    cheapest = Product.objects.annotate(cheapest=lowest_price(channel)).filter(_range_of("cheapest", wanted))
    return Q(pk__in=cheapest.values("pk"))


def _in_stock(channel, wanted):
    if channel is None:
        return NOTHING
    stocks = Stock.objects.alias(left=sellable()).filter(
        left__gt=0,
        warehouse__in=serving_warehouses(channel=channel, country=None),
        product_variant__product=OuterRef("pk"),
    )
    return Q(Exists(stocks)) if wanted else ~Q(Exists(stocks))


def _with_stock(wanted):
    stocks = Stock.objects.filter(product_variant__product=OuterRef("pk"))
    if wanted.get("warehouse_ids"):
        stocks = stocks.filter(warehouse__in=_keys(wanted["warehouse_ids"], "Warehouse"))
    units = stocks.order_by().values("product_variant__product").annotate(units=Sum("quantity"))
    return Q(Exists(units.filter(_range_of("units", wanted.get("quantity") or {}))))
