"""Pictures of products, and files for attributes."""

import graphene
from django.core.files.storage import default_storage

from store.engine.actions.product_media import add_picture, order_pictures, show_with_variant
from store.engine.actions.upload import store_document
from store.engine.models import Product as ProductModel
from store.engine.models import ProductMedia as MediaModel
from store.engine.models import ProductVariant as VariantModel
from store.engine.refusals import Refusal
from store.engine.schema.attribute import File
from store.engine.schema.guard import list_of
from store.engine.schema.ids import get_or_refuse
from store.engine.schema.media import ProductMedia
from store.engine.schema.mutation import Mutation, list_of_errors, require_staff_or_app
from store.engine.schema.product import Product
from store.engine.schema.product_errors import ProductError, UploadError
from store.engine.schema.scalars import Upload
from store.engine.schema.variant import ProductVariant

NEEDED = ("MANAGE_PRODUCTS",)


class ProductMediaCreateInput(graphene.InputObjectType):
    alt = graphene.String()
    image = Upload()
    product = graphene.ID(required=True)
    media_url = graphene.String()


class ProductMediaUpdateInput(graphene.InputObjectType):
    alt = graphene.String()


def _picture(id, field="id"):
    return get_or_refuse(MediaModel.objects, id, "ProductMedia", field=field)


class ProductMediaCreate(Mutation):
    class Arguments:
        input = ProductMediaCreateInput(required=True)

    errors = list_of_errors(ProductError)
    product = graphene.Field(Product)
    media = graphene.Field(ProductMedia)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, input):
        product = get_or_refuse(ProductModel.objects, input["product"], "Product", field="product")
        media = add_picture(
            product=product, file=input.get("image"), address=input.get("media_url"), alt=input.get("alt") or ""
        )
        return {"product": product, "media": media}


class ProductMediaUpdate(Mutation):
    class Arguments:
        id = graphene.ID(required=True)
        input = ProductMediaUpdateInput(required=True)

    errors = list_of_errors(ProductError)
    product = graphene.Field(Product)
    media = graphene.Field(ProductMedia)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id, input):
        media = _picture(id)
        if input.get("alt") is not None:
            if len(input["alt"]) > 250:
                raise Refusal("Alt field exceeds the character limit of 250.", code="INVALID", field="input")
            media.alt = input["alt"]
            media.save(update_fields=["alt"])
        return {"product": media.product, "media": media}


class ProductMediaDelete(Mutation):
    class Arguments:
        id = graphene.ID(required=True)

    errors = list_of_errors(ProductError)
    product = graphene.Field(Product)
    media = graphene.Field(ProductMedia)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, id):
        media = _picture(id)
        pk, product = media.pk, media.product
        media.delete()
        media.pk = pk
        return {"product": product, "media": media}


class ProductMediaReorder(Mutation):
    class Arguments:
        product_id = graphene.ID(required=True)
        media_ids = list_of(graphene.ID, required=True)

    errors = list_of_errors(ProductError)
    product = graphene.Field(Product)
    media = list_of(ProductMedia)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, product_id, media_ids):
        product = get_or_refuse(ProductModel.objects, product_id, "Product", field="productId")
        pictures = [_picture(media_id, "mediaIds") for media_id in media_ids]
        order_pictures(product=product, pictures=pictures)
        return {"product": product, "media": pictures}


class VariantMediaAssign(Mutation):
    class Arguments:
        variant_id = graphene.ID(required=True)
        media_id = graphene.ID(required=True)

    errors = list_of_errors(ProductError)
    product_variant = graphene.Field(ProductVariant)
    media = graphene.Field(ProductMedia)
    permissions = NEEDED

    @classmethod
    def perform(cls, info, variant_id, media_id):
        variant = get_or_refuse(VariantModel.objects, variant_id, "ProductVariant", field="variantId")
        media = _picture(media_id, "mediaId")
        show_with_variant(variant=variant, picture=media)
        return {"product_variant": variant, "media": media}


class FileUpload(Mutation):
    """Stores a file for an attribute; for staff and apps."""

    class Arguments:
        file = Upload(required=True)

    errors = list_of_errors(UploadError)
    uploaded_file = graphene.Field(File)

    @classmethod
    def allow(cls, info, **_arguments):
        require_staff_or_app(info.context)

    @classmethod
    def perform(cls, info, file):
        name = store_document(file, folder="file_upload", field="file")
        content_type = getattr(file, "content_type", "") or ""
        return {"uploaded_file": {"url": default_storage.url(name), "content_type": content_type}}


class MediaMutations:
    product_media_create = ProductMediaCreate.Field()
    product_media_update = ProductMediaUpdate.Field()
    product_media_delete = ProductMediaDelete.Field()
    product_media_reorder = ProductMediaReorder.Field()
    variant_media_assign = VariantMediaAssign.Field()
    file_upload = FileUpload.Field()
