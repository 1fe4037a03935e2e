"""Making, changing and deleting variants one by one, and their stock."""

import graphene

from store.engine.actions.product import delete_variant, move_variants, save_variant, set_stock
from store.engine.actions.search_document import write_search_documents
from store.engine.models import Product as ProductModel
from store.engine.models import ProductVariant as VariantModel
from store.engine.models import Stock as StockModel
from store.engine.models import Warehouse
from store.engine.refusals import Refusal
from store.engine.schema.bulk import BulkMutation, in_bulk
from store.engine.schema.enums import ErrorPolicyEnum
from store.engine.schema.given_facts import read_facts
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_or_refuse
from store.engine.schema.mutation import Mutation, list_of_errors
from store.engine.schema.product_errors import BulkStockError, ProductError, StockBulkUpdateError
from store.engine.schema.product_mutations import variant_by
from store.engine.schema.product_write_inputs import (
    ProductVariantCreateInput,
    ProductVariantInput,
    StockInput,
    variant_columns,
)
from store.engine.schema.stock import Stock
from store.engine.schema.variant import ProductVariant

NEEDED = ("MANAGE_PRODUCTS",)


def attributes_of_variants(product_type):
    """Return the attributes of a type's variants, in their order."""
    return [row.attribute for row in product_type.attribute_variants.select_related("attribute")]


class ProductVariantCreate(Mutation):
    class Arguments:
        input = ProductVariantCreateInput(required=True)

    errors = list_of_errors(ProductError)
    product_variant = graphene.Field(ProductVariant)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input):
        product = get_or_refuse(ProductModel.objects, input["product"], "Product", field="product")
        variant = VariantModel(product=product)
        allowed = attributes_of_variants(product.product_type)
        facts = read_facts(input["attributes"], allowed, creation=True)
        save_variant(variant=variant, columns=variant_columns(input, variant), facts=facts)
        add_stocks(variant, input.get("stocks") or ())
        write_search_documents([product])
        return {"product_variant": variant}


def add_stocks(variant, stocks):
    """Give a variant stock in warehouses where it has none yet; raises Refusal UNIQUE for the others."""
    for place, row in enumerate(stocks):
        warehouse = get_or_refuse(Warehouse.objects, row["warehouse"], "Warehouse", field="warehouse")
        if StockModel.objects.filter(product_variant=variant, warehouse=warehouse).exists():
            raise Refusal(
                "Stock for this warehouse already exists for this product variant.",
                code="UNIQUE",
                field="warehouse",
                index=place,
            )
        set_stock(variant=variant, warehouse=warehouse, quantity=row["quantity"])


class ProductVariantUpdate(Mutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        sku = graphene.String()
        input = ProductVariantInput(required=True)

    errors = list_of_errors(ProductError)
    product_variant = graphene.Field(ProductVariant)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input, id=None, external_reference=None, sku=None):
        variant = variant_by(id=id, sku=sku, external_reference=external_reference)
        allowed = attributes_of_variants(variant.product.product_type)
        facts = read_facts(input.get("attributes"), allowed, creation=False)
        save_variant(variant=variant, columns=variant_columns(input, variant), facts=facts)
        write_search_documents([variant.product])
        return {"product_variant": variant}


class ProductVariantDelete(Mutation):
    class Arguments:
        id = graphene.ID()
        external_reference = graphene.String()
        sku = graphene.String()

    errors = list_of_errors(ProductError)
    product_variant = graphene.Field(ProductVariant)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id=None, external_reference=None, sku=None):
        variant = variant_by(id=id, sku=sku, external_reference=external_reference)
        pk = variant.pk
        delete_variant(variant=variant)
        variant.pk = pk
        return {"product_variant": variant}


class ProductVariantStocksCreate(Mutation):
    class Arguments:
        variant_id = graphene.ID(required=True)
        stocks = list_of(StockInput, required=True)

    errors = list_of_errors(BulkStockError)
    product_variant = graphene.Field(ProductVariant)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, variant_id, stocks):
        variant = get_or_refuse(VariantModel.objects, variant_id, "ProductVariant", field="variantId")
        add_stocks(variant, stocks)
        return {"product_variant": variant}


class ProductVariantStocksUpdate(Mutation):
    class Arguments:
        variant_id = graphene.ID()
        sku = graphene.String()
        stocks = list_of(StockInput, required=True)

    errors = list_of_errors(BulkStockError)
    product_variant = graphene.Field(ProductVariant)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, stocks, variant_id=None, sku=None):
        variant = variant_by(id=variant_id, sku=sku)
        for row in stocks:
            warehouse = get_or_refuse(Warehouse.objects, row["warehouse"], "Warehouse", field="warehouse")
            set_stock(variant=variant, warehouse=warehouse, quantity=row["quantity"])
        return {"product_variant": variant}


class StockBulkUpdateInput(graphene.InputObjectType):
    variant_id = graphene.ID()
    variant_external_reference = graphene.String()
    warehouse_id = graphene.ID()
    warehouse_external_reference = graphene.String()
    quantity = graphene.Int(required=True)


class StockBulkResult(graphene.ObjectType):
    stock = graphene.Field(Stock)
    errors = list_of(StockBulkUpdateError)


class StockBulkUpdate(BulkMutation):
    """Sets quantities of stocks that exist; it makes none, as in Saleor."""

    class Arguments:
        stocks = list_of(StockBulkUpdateInput, required=True)
        error_policy = ErrorPolicyEnum()

    errors = list_of_errors(StockBulkUpdateError)
    count = graphene.Int(required=True)
    results = list_of(StockBulkResult, required=True)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, stocks, error_policy=None):
        results = in_bulk(stocks, error_policy, _update_stock)
        return {
            "count": sum(stock is not None for stock, _ in results),
            "results": [{"stock": stock, "errors": errors} for stock, errors in results],
        }


def _update_stock(row, _parts):
    stocks = StockModel.objects.select_for_update()
    for name, type_name, model, column in (
        ("variant", "ProductVariant", VariantModel, "product_variant"),
        ("warehouse", "Warehouse", Warehouse, "warehouse"),
    ):
        key, reference = row.get(f"{name}_id"), row.get(f"{name}_external_reference")
        if bool(key) == bool(reference):
            code, words = ("INVALID", "cannot be combined") if key else ("REQUIRED", "one of them is required")
            raise Refusal(f"{name}Id and {name}ExternalReference: {words}.", code=code)
        if key:
            stocks = stocks.filter(**{column: get_or_refuse(model.objects, key, type_name, field=f"{name}Id")})
        else:
            stocks = stocks.filter(**{f"{column}__external_reference": reference})
    stock = stocks.first()
    if stock is None:
        raise Refusal("Stock was not found.", code="NOT_FOUND")
    if row["quantity"] < 0:
        raise Refusal("Quantity cannot be negative.", code="INVALID", field="quantity")
    stock.quantity = row["quantity"]
    stock.save(update_fields=["quantity"])
    return stock


class ReorderInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    sort_order = graphene.Int()


class ProductVariantReorder(Mutation):
    class Arguments:
        product_id = graphene.ID(required=True)
        moves = list_of(ReorderInput, required=True)

    errors = list_of_errors(ProductError)
    product = graphene.Field("store.engine.schema.product.Product")
    permissions = NEEDED

    @classmethod
    def perform(cls, info, product_id, moves):
        product = get_or_refuse(ProductModel.objects, product_id, "Product", field="productId")
        variants = product.variants
        wanted = [
            (get_or_refuse(variants, move["id"], "ProductVariant", field="moves"), _places(move.get("sort_order")))
            for move in moves
        ]
        move_variants(product=product, moves=wanted)
        return {"product": product}


def _places(asked):
    return 1 if asked is None else asked


class VariantMutations:
    product_variant_create = ProductVariantCreate.Field()
    product_variant_update = ProductVariantUpdate.Field()
    product_variant_delete = ProductVariantDelete.Field()
    product_variant_reorder = ProductVariantReorder.Field()
    product_variant_stocks_create = ProductVariantStocksCreate.Field()
    product_variant_stocks_update = ProductVariantStocksUpdate.Field()
    stock_bulk_update = StockBulkUpdate.Field()
