"""Pages: policies, articles, frequently asked questions."""

from django.db import models

from store.engine.models.base import WithMetadata, WithPublication


class PageType(WithMetadata):
    """What kind of page it is, and which attributes it has."""

    name = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    attributes = models.ManyToManyField(
        "engine.Attribute", blank=True, through="engine.PageTypeAttribute", related_name="page_types"
    )

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.name


class PageTypeAttribute(models.Model):
    """An attribute of the pages of a type."""

    page_type = models.ForeignKey(PageType, on_delete=models.CASCADE, related_name="attribute_pages")
    attribute = models.ForeignKey("engine.Attribute", on_delete=models.CASCADE, related_name="attribute_pages")
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["page_type", "attribute"], name="page_attribute_once")]


class Page(WithMetadata, WithPublication):
    """A text of its own address."""

    title = models.CharField(max_length=250)
    slug = models.SlugField(max_length=255, unique=True, allow_unicode=True)
    page_type = models.ForeignKey(PageType, on_delete=models.CASCADE, related_name="pages")
    content = models.JSONField(null=True, blank=True)  # EditorJS
    seo_title = models.CharField(max_length=70, blank=True, default="")
    seo_description = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    search_document = models.TextField(blank=True, default="")

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.title


class AssignedPageValue(models.Model):
    """A fact of a page."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="attribute_values")
    value = models.ForeignKey("engine.AttributeValue", on_delete=models.CASCADE, related_name="page_assignments")
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ("sort_order", "pk")
        constraints = [models.UniqueConstraint(fields=["page", "value"], name="page_value_once")]
