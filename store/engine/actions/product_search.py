"""Searching products: every word must begin some word of a product; misspelt words are put right if nothing fits."""

import difflib
from itertools import chain

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from store.engine.actions.search_document import words_in
from store.engine.models import Product

MAX_WORDS = 10
MAX_DOCUMENTS = 5000  # of how many products the vocabulary is read that a misspelt word is compared with
CLOSE = 0.75  # difflib's ratio: one wrong or swapped letter in a short word, two in a long one
NAME_BEGINS, NAME_HAS, ELSEWHERE = 8, 4, 1


def search_products(products: QuerySet[Product], text: str) -> QuerySet[Product]:
    """Return the products that a text finds, with their `search_rank`; none for a text without words."""
    words = words_in(text)[:MAX_WORDS]
    if not words:
        return products.none().annotate(search_rank=Value(0))
    found = _matching(products, words)
    if not found.exists():
        corrected = _corrected(products, words)
        if corrected != words:
            return _matching(products, corrected)
    return found


def _matching(products: QuerySet[Product], words: list[str]) -> QuerySet[Product]:
    rank = Value(0)
    for word in words:
        products = products.filter(search_document__contains=f" {word}")
        rank = rank + Case(  # type: ignore[assignment]
            When(name__istartswith=word, then=Value(NAME_BEGINS)),
            When(Q(name__icontains=f" {word}"), then=Value(NAME_HAS)),
            default=Value(ELSEWHERE),
            output_field=IntegerField(),
        )
    return products.annotate(search_rank=rank)


def _corrected(products: QuerySet[Product], words: list[str]) -> list[str]:
    """Return the words with each that begins no word of any product replaced by the closest one that does."""
    documents = products.order_by().values_list("search_document", flat=True)[:MAX_DOCUMENTS]
    vocabulary = set(chain.from_iterable(document.split() for document in documents))
    return [
        word if any(known.startswith(word) for known in vocabulary) else _closest(word, vocabulary) for word in words
    ]


def _closest(word: str, vocabulary: set[str]) -> str:
    """Return the closest known word, or the closest beginning of one (the word may not be finished)."""
    beginnings = {known[: len(word) + 1] for known in vocabulary if len(known) > len(word)} if len(word) > 3 else set()
    close = difflib.get_close_matches(word, vocabulary | beginnings, n=1, cutoff=CLOSE)
    return close[0] if close else word
