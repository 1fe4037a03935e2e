"""Translations: clients ask for them with every name, and there are none, for the shop speaks one language."""

import graphene

from store.engine.schema.enums import LanguageCodeEnum
from store.engine.schema.ids import Node
from store.engine.schema.scalars import JSONString


class LanguageDisplay(graphene.ObjectType):
    code = LanguageCodeEnum(required=True)
    language = graphene.String(required=True)


def _translation(type_name, **fields):
    class Meta:
        interfaces = (Node,)

    language = graphene.Field(LanguageDisplay, required=True)
    members = {"__doc__": "What is translated.", "Meta": Meta, "id": graphene.ID(required=True), "language": language}
    return type(type_name, (graphene.ObjectType,), {**members, **fields})


def _described():
    """Return the fields of what has a page of its own."""
    return {
        "seo_title": graphene.String(),
        "seo_description": graphene.String(),
        "slug": graphene.String(),
        "name": graphene.String(),
        "description": JSONString(),
    }


def _named():
    return {"name": graphene.String(required=True)}


ProductTranslation = _translation("ProductTranslation", **_described())
CategoryTranslation = _translation("CategoryTranslation", **_described())
CollectionTranslation = _translation("CollectionTranslation", **_described())
ProductVariantTranslation = _translation("ProductVariantTranslation", **_named())
AttributeTranslation = _translation("AttributeTranslation", **_named())
MenuItemTranslation = _translation("MenuItemTranslation", **_named())
AttributeValueTranslation = _translation(
    "AttributeValueTranslation", **_named(), rich_text=JSONString(), plain_text=graphene.String()
)
ShippingMethodTranslation = _translation("ShippingMethodTranslation", name=graphene.String(), description=JSONString())
PageTranslation = _translation(
    "PageTranslation",
    seo_title=graphene.String(),
    seo_description=graphene.String(),
    slug=graphene.String(),
    title=graphene.String(),
    content=JSONString(),
)


def untranslated(of_type):
    """Return a field `translation(languageCode)` that answers None."""

    def resolve(_root, _info, language_code):
        """Answer with None, in every language."""

    language_code = graphene.Argument(LanguageCodeEnum, required=True)
    return graphene.Field(of_type, language_code=language_code, resolver=resolve)


def by_slug(rows, slug, slug_language_code=None):
    """Return the row of this slug; None for a slug that is said to be of a language."""
    return None if slug_language_code else rows.filter(slug=slug).first()
