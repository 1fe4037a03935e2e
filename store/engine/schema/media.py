"""Pictures: addresses of originals and thumbnails."""

import graphene
from django.core.files.storage import default_storage

from store.engine.actions.thumbnail import DEFAULT_SIZE, nearest_size
from store.engine.schema.enums import ThumbnailFormatEnum, enum_of
from store.engine.schema.ids import Node, WithGlobalId, to_global_id
from store.engine.schema.metadata import ObjectWithMetadata
from store.engine.schema.scalars import JSONString

ProductMediaType = enum_of("ProductMediaType", "IMAGE VIDEO")


class Image(graphene.ObjectType):
    """Represents an image. Resolved from `{url, alt}`."""

    url = graphene.String(required=True)
    alt = graphene.String()


class ThumbnailField(graphene.Field):
    """A field that takes `size` (the wider side in pixels) and `format`."""

    def __init__(self, of, **options):
        super().__init__(of, size=graphene.Int(), format=ThumbnailFormatEnum(), **options)


def picture_url(context, *, type_name, pk, file_name, size=None, format=None):
    """Return the full address of a picture: the thumbnail nearest to `size`, or the original for size 0."""
    if size == 0:
        return context.absolute(default_storage.url(file_name))
    wanted = nearest_size(DEFAULT_SIZE if size is None else size)
    path = f"/thumbnail/{to_global_id(type_name, pk)}/{wanted}/"
    if format not in (None, "ORIGINAL"):
        path += f"{str(format).lower()}/"
    return context.absolute(path)


def background_image(root, info, size=None, format=None):
    """Answer `backgroundImage` of a category or collection; None when it has none."""
    if not root.background_image:
        return None
    url = picture_url(
        info.context,
        type_name=type(root).__name__,
        pk=root.pk,
        file_name=root.background_image.name,
        size=size,
        format=format,
    )
    return {"url": url, "alt": root.background_image_alt}


def _media_url(root, info, size=None, format=None):
    if not root.image:
        return root.external_url
    return picture_url(
        info.context, type_name="ProductMedia", pk=root.pk, file_name=root.image.name, size=size, format=format
    )


class ProductMedia(WithGlobalId, graphene.ObjectType):
    """Represents a product media."""

    class Meta:
        interfaces = (Node, ObjectWithMetadata)

    sort_order = graphene.Int()
    alt = graphene.String(required=True)
    type = graphene.Field(ProductMediaType, required=True)
    oembed_data = JSONString(required=True)
    url = ThumbnailField(graphene.String, required=True)
    product_id = graphene.ID()

    @staticmethod
    def resolve_oembed_data(_root, _info):
        return {}

    @staticmethod
    def resolve_url(root, info, size=None, format=None):
        return _media_url(root, info, size, format)

    @staticmethod
    def resolve_product_id(root, _info):
        return to_global_id("Product", root.product_id)


class ProductImage(graphene.ObjectType):
    """A product's picture, in the older form."""

    id = graphene.ID(required=True)
    alt = graphene.String()
    sort_order = graphene.Int()
    url = ThumbnailField(graphene.String, required=True)

    @staticmethod
    def resolve_id(root, _info):
        return to_global_id("ProductImage", root.pk)

    @staticmethod
    def resolve_url(root, info, size=None, format=None):
        return _media_url(root, info, size, format)
