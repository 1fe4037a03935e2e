"""Checks what no single file can tell: that everything that is named exists, and fits where it is used."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from catalog_seed.content import Content, ProductFile
from catalog_seed.files import PICTURES, Source, Where
from catalog_seed.mistakes import Mistake, suggestion
from catalog_seed.shapes import Attribute, Entry

LARGEST_PICTURE = 60_000  # bytes


def check(content: Content) -> Iterator[Mistake]:
    """Return all mistakes between files."""
    yield from _setup(content)
    yield from _attributes(content)
    checker = ProductChecker(content)
    for product in content.products:
        yield from checker.check(product)
    yield from checker.codes_twice()
    yield from _groups(content)
    yield from _pages(content)
    yield from _menus(content)
    yield from _vouchers_and_people(content)


def unknown(source: Source, where: Where, word: str, what: str, possible: Iterable[str]) -> Iterator[Mistake]:
    """Return the mistake of naming something that does not exist."""
    words = list(possible)
    if word not in words:
        yield source.mistake(where, f'There is no {what} "{word}". {suggestion(word, words)}'.strip())


def _prices(source: Source, where: Where, prices: dict[str, Decimal], channels: list[str]) -> Iterator[Mistake]:
    """Return mistakes of prices: every channel needs one."""
    for channel in prices:
        yield from unknown(source, (*where, channel), channel, "channel", channels)
    for channel in channels:
        if channel not in prices:
            yield source.mistake(where, f'The price for "{channel}" is missing. Add "{channel}: 0.00".')


def _setup(content: Content) -> Iterator[Mistake]:
    warehouses, channels = [w.slug for w in content.warehouses], [c.slug for c in content.channels]
    classes = [tax_class.slug for tax_class in content.tax_classes]
    source = content.sources["channels"]
    for i, channel in enumerate(content.channels):
        for j, slug in enumerate(channel.warehouses):
            yield from unknown(source, (i, "warehouses", j), slug, "warehouse", warehouses)
    source = content.sources["shipping"]
    yield from unknown(source, ("tax_class",), content.shipping.tax_class, "tax class", classes)
    for i, zone in enumerate(content.shipping.zones):
        for j, band in enumerate(zone.bands):
            yield from _prices(source, ("zones", i, "bands", j), band.prices, channels)
        if zone.free_over:
            yield from _prices(source, ("zones", i, "free_over"), zone.free_over, channels)
        if [band.up_to_kg for band in zone.bands] != sorted({band.up_to_kg for band in zone.bands}):
            yield source.mistake(("zones", i, "bands"), "Write the bands from the lightest to the heaviest.")
    source = content.sources["product_types"]
    attributes = [attribute.slug for attribute in content.attributes]
    for i, kind in enumerate(content.product_types):
        yield from unknown(source, (i, "tax_class"), kind.tax_class, "tax class", classes)
        for j, slug in enumerate(kind.attributes):
            yield from unknown(source, (i, "attributes", j), slug, "attribute", attributes)


def _attributes(content: Content) -> Iterator[Mistake]:
    source = content.sources["attributes"]
    for i, attribute in enumerate(content.attributes):
        if attribute.kind.startswith("choice") != bool(attribute.choices):
            told = "Add its choices." if attribute.kind.startswith("choice") else "Only a choice has choices."
            yield source.mistake((i,), f'Attribute "{attribute.slug}" is a {attribute.kind}. {told}')


class ProductChecker:
    """Checks products against the rest of the content."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.channels = [channel.slug for channel in content.channels]
        self.warehouses = [warehouse.slug for warehouse in content.warehouses]
        self.classes = [tax_class.slug for tax_class in content.tax_classes]
        self.categories = [category.slug for category in content.categories]
        self.collections = [collection.slug for collection in content.collections]
        self.types = {kind.slug: kind for kind in content.product_types}
        self.attributes = {attribute.slug: attribute for attribute in content.attributes}
        self.slugs = [product.slug for product in content.products]
        self.skus = [variant.sku for product in content.products for variant in product.facts.variants]

    def check(self, product: ProductFile) -> Iterator[Mistake]:
        """Return the mistakes of one product file."""
        source, facts = product.source, product.facts
        yield from unknown(source, (), product.category, "category for this folder:", self.categories)
        yield from unknown(source, ("type",), facts.type, "product type", self.types)
        yield from unknown(source, ("tax_class",), facts.tax_class, "tax class", self.classes)
        for key, possible, what in (
            ("collections", self.collections, "collection"),
            ("related", self.slugs, "product"),
            ("includes", self.slugs, "product"),
            ("components", self.skus, "sku"),
            ("component_tax_classes", self.classes, "tax class"),
        ):
            for i, word in enumerate(getattr(facts, key)):
                yield from unknown(source, (key, i), word, what, possible)
        if facts.type in self.types:
            yield from self._attributes_of(product)
        yield from self._variants_of(product)
        if not product.picture.is_file():
            yield source.mistake(
                ("picture",), f"There is no picture pictures/{product.slug}.webp. Draw one: make pictures."
            )
        elif product.picture.stat().st_size >= LARGEST_PICTURE:
            yield source.mistake(("picture",), f"pictures/{product.slug}.webp is larger than 60 kB. Make it smaller.")

    def _attributes_of(self, product: ProductFile) -> Iterator[Mistake]:
        allowed = self.types[product.facts.type].attributes
        for key, value in product.facts.attributes.items():
            where, slug = ("attributes", key), key.replace("_", "-")
            if slug not in allowed:
                words = [attribute.replace("-", "_") for attribute in allowed]
                yield product.source.mistake(
                    where, f'A {product.facts.type} has no "{key}". {suggestion(key, words)}'.strip()
                )
            elif slug in self.attributes:
                told = problem_of(value, self.attributes[slug], self.content)
                if told:
                    yield product.source.mistake(where, f"{key}: {told}")

    def _variants_of(self, product: ProductFile) -> Iterator[Mistake]:
        source = product.source
        options: set[str] = set()
        for i, variant in enumerate(product.facts.variants):
            where: Where = ("variants", i)
            yield from _prices(source, (*where, "price"), variant.price, self.channels)
            if isinstance(variant.stock, dict):
                for warehouse in variant.stock:
                    yield from unknown(source, (*where, "stock", warehouse), warehouse, "warehouse", self.warehouses)
            elif variant.stock == "derived" and not product.facts.components:
                yield source.mistake((*where, "stock"), 'Only a bundle can have "derived" stock. List its components.')
            if variant.tax_class:
                yield from unknown(source, (*where, "tax_class"), variant.tax_class, "tax class", self.classes)
            if variant.option in options:
                yield source.mistake(
                    (*where, "option"), f'Two variants are called "{variant.option}". Name them apart.'
                )
            options.add(variant.option)

    def codes_twice(self) -> Iterator[Mistake]:
        """Return SKUs that stand for two variants."""
        first: dict[str, ProductFile] = {}
        for product in self.content.products:
            for i, variant in enumerate(product.facts.variants):
                if variant.sku in first:
                    other = first[variant.sku].source.file.name
                    yield product.source.mistake(("variants", i, "sku"), f"{variant.sku} is already used in {other}.")
                first.setdefault(variant.sku, product)


def problem_of(value: Any, attribute: Attribute, content: Content) -> str:
    """Return what is wrong with an attribute's value, and what to write instead; empty when nothing is."""
    choices = content.choices_of(attribute)

    def missing(words: list[Any]) -> str:
        for word in words:
            if choice_of(word, choices) is None:
                return f'"{word}" is not one of its choices. {suggestion(str(word), choices)}'.strip()
        return ""

    checks: dict[str, Callable[[], str]] = {
        "number": lambda: "" if is_number(value) else f'"{value}" is no number. Write it like 12.',
        "text": lambda: "" if isinstance(value, str) else f'put "{value}" in quotes.',
        "yes-no": lambda: "" if isinstance(value, bool) else "write true or false.",
        "choice": lambda: missing([value]),
        "choices": lambda: missing(value) if isinstance(value, list) else "write a list: [one, two].",
    }
    # A number written where words are expected is fine: seats: 1.
    return "" if attribute.kind == "text" and is_number(value) else checks[attribute.kind]()


def is_number(value: Any) -> bool:
    """Tell numbers from yes and no, which Python counts among them."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def choice_of(word: Any, choices: dict[str, str]) -> str | None:
    """Return the short name of a choice that is written by its short or its long name."""
    for slug, name in choices.items():
        if str(word).lower() in (slug, name.lower()):
            return slug
    return None


def _groups(content: Content) -> Iterator[Mistake]:
    for name in ("categories", "collections"):
        for i, group in enumerate(getattr(content, name)):
            if not (PICTURES / f"{group.picture}.webp").is_file():
                pictures = sorted(file.stem for file in PICTURES.glob("*.webp"))
                yield from unknown(content.sources[name], (i, "picture"), group.picture, "picture", pictures)


def _pages(content: Content) -> Iterator[Mistake]:
    types = [kind.slug for kind in content.page_types]
    muscles, collections = [m.slug for m in content.muscles], [c.slug for c in content.collections]
    products = [product.slug for product in content.products]
    for page in content.pages:
        yield from unknown(page.source, ("type",), page.facts.type, "kind of page", types)
        for key, possible in (("muscles", muscles), ("collections", collections), ("related", products)):
            for i, word in enumerate(getattr(page.facts, key)):
                yield from unknown(
                    page.source, (key, i), word, key.rstrip("s") if key != "related" else "product", possible
                )
        if page.facts.picture and not (PICTURES / f"{page.slug}.webp").is_file():
            yield page.source.mistake(
                ("picture",), f"There is no picture pictures/{page.slug}.webp. Draw one: make pictures."
            )
        if not page.source.text:
            yield page.source.mistake((), "This page has no text. Write it below the second ---.")


def _menus(content: Content) -> Iterator[Mistake]:
    source = content.sources["menus"]
    possible = {
        "category": [category.slug for category in content.categories],
        "collection": [collection.slug for collection in content.collections],
        "page": [page.slug for page in content.pages],
    }

    def entries(items: list[Entry], where: Where) -> Iterator[Mistake]:
        for i, entry in enumerate(items):
            here = (*where, "items", i)
            goals = [key for key in ("category", "collection", "page", "url") if getattr(entry, key)]
            if len(goals) != 1:
                yield source.mistake(
                    here, f'"{entry.name}" must lead to one thing: a category, collection, page or url.'
                )
            for key in set(goals) & set(possible):
                yield from unknown(source, (*here, key), getattr(entry, key), key, possible[key])
            yield from entries(entry.items, here)

    for i, menu in enumerate(content.menus):
        yield from entries(menu.items, (i,))


def _vouchers_and_people(content: Content) -> Iterator[Mistake]:
    channels, categories = [c.slug for c in content.channels], [c.slug for c in content.categories]
    source = content.sources["vouchers"]
    for i, voucher in enumerate(content.vouchers):
        if (voucher.percent is None) == (not voucher.amount):
            yield source.mistake(
                (i,), f'"{voucher.name}" takes off either a percent or an amount. Write one of the two.'
            )
        for key in ("amount", "min_spent"):
            if getattr(voucher, key):
                yield from _prices(source, (i, key), getattr(voucher, key), channels)
        for j, slug in enumerate(voucher.categories):
            yield from unknown(source, (i, "categories", j), slug, "category", categories)
        if (voucher.of == "products") != bool(voucher.categories):
            yield source.mistake((i,), 'A voucher "of: products" names categories; others do not.')
    source = content.sources["people"]
    groups = [group.name for group in content.people.groups]
    for i, group in enumerate(content.people.groups):
        for j, slug in enumerate(group.channels):
            yield from unknown(source, ("groups", i, "channels", j), slug, "channel", channels)
    for i, account in enumerate(content.people.demo_accounts):
        for j, name in enumerate(account.groups):
            yield from unknown(source, ("demo_accounts", i, "groups", j), name, "group", groups)
