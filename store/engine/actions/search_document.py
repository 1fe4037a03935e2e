"""What a product is found by: its words, kept in one column so that a search reads one table."""

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import prefetch_related_objects

from store.engine.actions.rich_text import words_of
from store.engine.models import Product


def write_search_documents(products: Iterable[Product]) -> None:
    """Write afresh what these products are found by: name, SKUs, facts and description, in this order of weight."""
    rows = list(products)
    prefetch_related_objects(rows, "variants__attribute_values__value", "attribute_values__value", "category")
    for row in rows:
        row.search_document = _document_of(row)
        Product.objects.filter(pk=row.pk).update(search_document=row.search_document)
        getattr(row, "_prefetched_objects_cache", {}).clear()


def words_in(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents or punctuation."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.findall(r"[a-z0-9]+", plain)


def _document_of(product: Product) -> str:
    texts = [product.name, product.category.name if product.category else ""]
    for variant in product.variants.all():
        texts += [variant.name, variant.sku or ""]
        texts += [assigned.value.name for assigned in variant.attribute_values.all()]
    for assigned in product.attribute_values.all():
        value = assigned.value
        texts += [value.plain_text or words_of(value.rich_text) or value.name]
    texts.append(words_of(product.description))
    return " ".join(["", *words_in(" ".join(texts)), ""])
