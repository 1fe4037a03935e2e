"""The error types of the catalogue's mutations."""

import graphene

from store.engine.schema.enums import enum_of
from store.engine.schema.guard import list_of
from store.engine.schema.mutation import error_type

ProductErrorCode = enum_of(
    "ProductErrorCode",
    "ALREADY_EXISTS ATTRIBUTE_ALREADY_ASSIGNED ATTRIBUTE_CANNOT_BE_ASSIGNED ATTRIBUTE_VARIANTS_DISABLED "
    "MEDIA_ALREADY_ASSIGNED DUPLICATED_INPUT_ITEM GRAPHQL_ERROR INVALID INVALID_PRICE PRODUCT_WITHOUT_CATEGORY "
    "NOT_PRODUCTS_IMAGE NOT_PRODUCTS_VARIANT NOT_FOUND REQUIRED UNIQUE CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT "
    "PRODUCT_NOT_ASSIGNED_TO_CHANNEL UNSUPPORTED_MEDIA_PROVIDER PREORDER_VARIANT_CANNOT_BE_DEACTIVATED "
    "INVALID_FILE_TYPE UNSUPPORTED_MIME_TYPE "
    "FILE_SIZE_LIMIT_EXCEEDED",
)
ProductBulkCreateErrorCode = enum_of(
    "ProductBulkCreateErrorCode",
    "ATTRIBUTE_ALREADY_ASSIGNED ATTRIBUTE_CANNOT_BE_ASSIGNED ATTRIBUTE_VARIANTS_DISABLED BLANK MAX_LENGTH "
    "DUPLICATED_INPUT_ITEM GRAPHQL_ERROR INVALID INVALID_PRICE PRODUCT_WITHOUT_CATEGORY NOT_FOUND REQUIRED UNIQUE "
    "PRODUCT_NOT_ASSIGNED_TO_CHANNEL UNSUPPORTED_MEDIA_PROVIDER FILE_SIZE_LIMIT_EXCEEDED",
)
ProductVariantBulkErrorCode = enum_of(
    "ProductVariantBulkErrorCode",
    "ATTRIBUTE_ALREADY_ASSIGNED ATTRIBUTE_CANNOT_BE_ASSIGNED ATTRIBUTE_VARIANTS_DISABLED DUPLICATED_INPUT_ITEM "
    "GRAPHQL_ERROR INVALID INVALID_PRICE NOT_PRODUCTS_VARIANT NOT_FOUND REQUIRED UNIQUE "
    "PRODUCT_NOT_ASSIGNED_TO_CHANNEL STOCK_ALREADY_EXISTS",
)
CollectionErrorCode = enum_of(
    "CollectionErrorCode",
    "DUPLICATED_INPUT_ITEM GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED UNIQUE CANNOT_MANAGE_PRODUCT_WITHOUT_VARIANT "
    "FILE_SIZE_LIMIT_EXCEEDED",
)
AttributeErrorCode = enum_of("AttributeErrorCode", "ALREADY_EXISTS GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED UNIQUE")
AttributeBulkCreateErrorCode = enum_of(
    "AttributeBulkCreateErrorCode",
    "ALREADY_EXISTS BLANK GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED UNIQUE DUPLICATED_INPUT_ITEM MAX_LENGTH",
)
StockBulkUpdateErrorCode = enum_of("StockBulkUpdateErrorCode", "GRAPHQL_ERROR INVALID NOT_FOUND REQUIRED")
UploadErrorCode = enum_of("UploadErrorCode", "GRAPHQL_ERROR INVALID_FILE_TYPE UNSUPPORTED_MIME_TYPE")


def _ids(*names):
    return {name: list_of(graphene.ID) for name in names}


ProductError = error_type("ProductError", ProductErrorCode, **_ids("attributes", "values"))
ProductChannelListingError = error_type(
    "ProductChannelListingError", ProductErrorCode, **_ids("attributes", "values", "channels", "variants")
)
CollectionChannelListingError = error_type(
    "CollectionChannelListingError", ProductErrorCode, **_ids("attributes", "values", "channels")
)
BulkProductError = error_type(
    "BulkProductError",
    ProductErrorCode,
    index=graphene.Int(),
    **_ids("attributes", "values", "warehouses", "channels"),
)
BulkStockError = error_type("BulkStockError", ProductErrorCode, index=graphene.Int(), **_ids("attributes", "values"))
ProductVariantBulkError = error_type(
    "ProductVariantBulkError",
    ProductVariantBulkErrorCode,
    path=graphene.String(),
    **_ids("attributes", "values", "warehouses", "stocks", "channels", "channel_listings"),
)
CollectionError = error_type("CollectionError", CollectionErrorCode, **_ids("products"))
AttributeRefusal = error_type("AttributeError", AttributeErrorCode)
StockBulkUpdateError = error_type("StockBulkUpdateError", StockBulkUpdateErrorCode)
UploadError = error_type("UploadError", UploadErrorCode)


class AttributeBulkCreateError(graphene.ObjectType):
    path = graphene.String()
    message = graphene.String()
    code = AttributeBulkCreateErrorCode(required=True)


class ProductBulkCreateError(graphene.ObjectType):
    path = graphene.String()
    message = graphene.String()
    code = ProductBulkCreateErrorCode(required=True)
    attributes = list_of(graphene.ID)
    values = list_of(graphene.ID)
    warehouses = list_of(graphene.ID)
    channels = list_of(graphene.ID)
