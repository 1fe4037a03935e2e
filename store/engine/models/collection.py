"""Collections: hand-picked groups of products."""

from django.db import models

from store.engine.models.base import WithMetadata, WithPublication


class Collection(WithMetadata):
    """A hand-picked, ordered group of products."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    description = models.JSONField(null=True, blank=True)  # EditorJS
    seo_title = models.CharField(max_length=70, blank=True, default="")
    seo_description = models.CharField(max_length=300, blank=True, default="")
    background_image = models.ImageField(upload_to="collection-backgrounds", blank=True)
    background_image_alt = models.CharField(max_length=128, blank=True)
    products = models.ManyToManyField(
        "engine.Product", blank=True, through="engine.CollectionProduct", related_name="collections"
    )

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class CollectionProduct(models.Model):
    """A product's place in a collection."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="collection_products")
    product = models.ForeignKey("engine.Product", on_delete=models.CASCADE, related_name="collection_products")
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["collection", "product"], name="product_once_per_collection")]


class CollectionChannelListing(WithPublication):
    """Where and when a collection is seen."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="channel_listings")
    channel = models.ForeignKey("engine.Channel", on_delete=models.CASCADE, related_name="collection_listings")

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["collection", "channel"], name="one_collection_listing_per_channel")
        ]
