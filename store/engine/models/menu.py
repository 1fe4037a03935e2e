"""Menus of the storefront."""

from django.db import models

from store.engine.models.base import WithMetadata


class Menu(WithMetadata):
    """A named list of links."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class MenuItem(WithMetadata):
    """A link to a category, a collection, a page or an address."""

    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="items")
    name = models.CharField(max_length=128)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    url = models.CharField(max_length=256, blank=True, default="")
    category = models.ForeignKey("engine.Category", null=True, blank=True, on_delete=models.CASCADE)
    collection = models.ForeignKey("engine.Collection", null=True, blank=True, on_delete=models.CASCADE)
    page = models.ForeignKey("engine.Page", null=True, blank=True, on_delete=models.CASCADE)
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")

    def __str__(self) -> str:
        return self.name
