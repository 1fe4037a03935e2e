"""Narrowing a list of products: the address as a form, as Saleor's `where`, and as choices with counts."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.http import QueryDict

from store.forms import Form
from store.saleor.client.enums import OrderDirection, ProductOrderField, StockAvailability
from store.saleor.client.fragments import NarrowableProduct, ProductCard
from store.saleor.client.input_types import (
    AssignedAttributeValueInput,
    AttributeInput,
    DecimalFilterInput,
    DecimalRangeInput,
    GlobalIDFilterInput,
    ProductOrder,
    ProductWhereInput,
    StringFilterInput,
)
from store.storefront.facts import Value, fact_of

Narrowable = NarrowableProduct | ProductCard

PAGE_SIZE = 24
SLUG = re.compile(r"[-\w]{1,80}")
ATTRIBUTES = {"level": "level", "region": "muscle-group"}  # our parameter, Saleor's attribute
TITLES = {"shelf": "Kind", "level": "Level", "region": "Body region"}

SORTS: dict[str, tuple[str, ProductOrderField, OrderDirection]] = {
    "name": ("Name, A to Z", ProductOrderField.NAME, OrderDirection.ASC),
    "price": ("Price, low to high", ProductOrderField.PRICE, OrderDirection.ASC),
    "-price": ("Price, high to low", ProductOrderField.PRICE, OrderDirection.DESC),
    "new": ("Newest first", ProductOrderField.CREATED_AT, OrderDirection.DESC),
}


class Slugs(forms.MultipleChoiceField):
    """Several slugs; which of them exist is for Saleor to know, so an unknown one finds nothing instead of failing."""

    def valid_value(self, value: str) -> bool:
        """Accept anything that is written like a slug."""
        return bool(SLUG.fullmatch(value))


class NarrowingForm(Form):
    """What a list's address may ask for."""

    sort = forms.ChoiceField(required=False)
    shelf = Slugs(required=False)
    level = Slugs(required=False)
    region = Slugs(required=False)
    min_price = forms.DecimalField(label="From", required=False, min_value=0, max_digits=9, decimal_places=2)
    max_price = forms.DecimalField(label="To", required=False, min_value=0, max_digits=9, decimal_places=2)
    available = forms.BooleanField(label="In stock only", required=False)

    def __init__(self, query: QueryDict, *, natural_order: str) -> None:
        super().__init__(query, auto_id="narrow-%s")
        self.fields["sort"] = forms.ChoiceField(
            required=False, choices=[("", natural_order), *((key, sort[0]) for key, sort in SORTS.items())]
        )
        self.fields["sort"].widget.attrs["form"] = "narrow"  # the select stands above the products, outside the form
        for name in ("min_price", "max_price"):
            self.fields[name].widget.attrs.update({"inputmode": "decimal", "step": "any"})

    def clean(self) -> dict[str, object]:
        """Refuse a range that ends before it begins."""
        cleaned = super().clean() or {}
        least, most = cleaned.get("min_price"), cleaned.get("max_price")
        if least is not None and most is not None and most < least:
            self.add_error("max_price", "This is less than the lower price.")
        return cleaned


@dataclass(frozen=True)
class Choice:
    """A value one may narrow by, how many products have it, and whether it is chosen."""

    value: Value
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A group of choices of the parameter `name`."""

    name: str
    title: str
    choices: list[Choice]


@dataclass(frozen=True)
class Chosen:
    """One thing the list is narrowed by now, and the query that is left without it."""

    label: str
    query: str


class Narrowing:
    """What one request narrows its list by. Mistakes in the form stay in the form; the rest still counts."""

    def __init__(self, query: QueryDict, *, natural_order: str) -> None:
        self.query = query
        self.form = NarrowingForm(query, natural_order=natural_order)
        self.form.is_valid()
        self.given = self.form.cleaned_data
        self.after: str | None = query.get("after") or None

    def slugs(self, name: str) -> list[str]:
        """Return the slugs chosen for a parameter."""
        return list(self.given.get(name) or [])

    @property
    def narrows(self) -> bool:
        """Anything is left out, be it by a filter or by standing on a later page."""
        return bool(self.after) or any(
            value not in (None, False, []) for name, value in self.given.items() if name != "sort"
        )

    @property
    def order(self) -> ProductOrder | None:
        """Return the order asked for; None for the list's natural one."""
        sort = SORTS.get(str(self.given.get("sort") or ""))
        return ProductOrder(field=sort[1], direction=sort[2]) if sort else None

    def where(self, *, category: str | None = None, shelves: dict[str, str] | None = None) -> ProductWhereInput:
        """Return Saleor's condition inside a category (its id); or in the chosen `shelves` (ids by slug)."""
        conditions: dict[str, object] = {}
        if category:
            conditions["category"] = GlobalIDFilterInput(eq=category)
        if shelves:
            conditions["category"] = GlobalIDFilterInput(one_of=list(shelves.values()))
        attributes = [
            AttributeInput(
                slug=attribute, value=AssignedAttributeValueInput(slug=StringFilterInput(one_of=self.slugs(name)))
            )
            for name, attribute in ATTRIBUTES.items()
            if self.slugs(name)
        ]
        if attributes:
            conditions["attributes"] = attributes
        least: Decimal | None = self.given.get("min_price")
        most: Decimal | None = self.given.get("max_price")
        if least is not None or most is not None:
            span = {name: limit for name, limit in (("gte", least), ("lte", most)) if limit is not None}
            # Not minimal_price: a server knows none of products made in bulk until somebody changes them.
            conditions["price"] = DecimalFilterInput(range=DecimalRangeInput(**span))
        if self.given.get("available"):
            conditions["stock_availability"] = StockAvailability.IN_STOCK
        return ProductWhereInput(**conditions)

    def facets(self, products: Sequence[Narrowable], *, names: tuple[str, ...]) -> list[Facet]:
        """Return the groups that can narrow these products: at least two values, or one that is chosen."""
        return [facet for facet in (self._facet(products, name) for name in names) if facet]

    def chosen(self, facets: list[Facet]) -> list[Chosen]:
        """Return what the list is narrowed by, each with the query that drops it."""
        found = [
            Chosen(choice.value.name, self._without(facet.name, choice.value.slug))
            for facet in facets
            for choice in facet.choices
            if choice.chosen
        ]
        for name, words in (("min_price", "From {}"), ("max_price", "Up to {}")):
            if self.given.get(name) is not None:
                found.append(Chosen(words.format(self.given[name]), self._without(name)))
        if self.given.get("available"):
            found.append(Chosen("In stock", self._without("available")))
        return found

    def _facet(self, products: Sequence[Narrowable], name: str) -> Facet | None:
        counted: Counter[Value] = Counter()
        for product in products:
            counted.update(_values(product, name))
        chosen = self.slugs(name)
        choices = [
            Choice(value, count, value.slug in chosen)
            for value, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].name))
        ]
        useful = len(choices) > 1 or any(choice.chosen for choice in choices)
        return Facet(name, TITLES[name], choices) if useful else None

    def _without(self, name: str, value: str = "") -> str:
        query = self.query.copy()
        left = [given for given in query.getlist(name) if given != value] if value else []
        query.pop("after", None)
        query.pop("page", None)
        query.setlist(name, left)
        return query.urlencode()


def _values(product: Narrowable, name: str) -> tuple[Value, ...]:
    if name == "shelf":
        return (Value(product.category.name, product.category.slug),) if product.category else ()
    fact = fact_of(product.level if name == "level" else product.region)
    return fact.values if fact else ()
