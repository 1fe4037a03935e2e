"""Reads all files at once: the whole content of the shop, or all mistakes in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from catalog_seed import shapes
from catalog_seed.files import CONTENT, PICTURES, Source, read_markdown, read_yaml
from catalog_seed.mistakes import Mistake, MistakesFound, advice, telling_errors

T = TypeVar("T")


@dataclass(frozen=True)
class Written(Generic[T]):
    """Something out of a file, with its slug and the file it came from."""

    slug: str
    facts: T
    source: Source
    where: tuple[str | int, ...] = ()


@dataclass(frozen=True)
class ProductFile(Written[shapes.Product]):
    """A product; its slug is the name of its file, its category the folder's."""

    category: str = ""

    @property
    def picture(self) -> Path:
        """Where its picture is."""
        return PICTURES / f"{self.slug}.webp"


@dataclass(frozen=True)
class Content:
    """Everything the files say, in the order in which they say it."""

    channels: list[shapes.Channel]
    warehouses: list[shapes.Warehouse]
    tax_classes: list[shapes.TaxClass]
    shipping: shapes.Shipping
    attributes: list[shapes.Attribute]
    muscles: list[shapes.Muscle]
    product_types: list[shapes.ProductType]
    categories: list[shapes.Group]
    collections: list[shapes.Group]
    products: list[ProductFile]
    page_types: list[shapes.PageType]
    pages: list[Written[shapes.Page]]
    menus: list[shapes.Menu]
    vouchers: list[shapes.Voucher]
    people: shapes.People
    sources: dict[str, Source]  # by the names above

    def choices_of(self, attribute: shapes.Attribute) -> dict[str, str]:
        """Return an attribute's choices: what shoppers read, by short name."""
        if attribute.choices == "muscles.yaml":
            return {muscle.slug: muscle.name for muscle in self.muscles}
        return dict(attribute.choices)

    @property
    def tax_class_names(self) -> dict[str, str]:
        """The names by which Saleor knows tax classes, by slug."""
        return {tax_class.slug: tax_class.name for tax_class in self.tax_classes}


class Reader:
    """Reads files and collects what is wrong with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mistakes: list[Mistake] = []
        self.sources: dict[str, Source] = {}
        self.keys = sorted(set(shapes.all_keys()))

    def file(self, name: str, shape: TypeAdapter[T], empty: T) -> T:
        """Read a YAML file of the content folder."""
        source, facts = self.shaped(self.folder / f"{name}.yaml", read_yaml, shape)
        if source is None:
            return empty
        self.sources[name] = source
        return empty if facts is None else facts

    def shaped(
        self, file: Path, read: Callable[[Path], Source], shape: TypeAdapter[T]
    ) -> tuple[Source, T] | tuple[Source | None, None]:
        """Read a file and give it its shape; mistakes are noted."""
        try:
            source = read(file)
        except MistakesFound as found:
            self.mistakes += found.mistakes
            return None, None
        try:
            return source, shape.validate_python(source.data)
        except ValidationError as invalid:
            self.mistakes += [
                source.mistake(where, advice(error, where, self.keys)) for where, error in telling_errors(invalid)
            ]
            return source, None

    def products(self) -> list[ProductFile]:
        """Read products/<category>/<slug>.yaml."""
        found = []
        for file in sorted(self.folder.glob("products/*/*.yaml")):
            source, facts = self.shaped(file, read_yaml, shapes.PRODUCT)
            if source and facts:
                found.append(ProductFile(file.stem, facts, source, category=file.parent.name))
        return found

    def pages(self) -> list[Written[shapes.Page]]:
        """Read pages/<slug>.md and articles/<slug>.md."""
        found = []
        for file in sorted([*self.folder.glob("pages/*.md"), *self.folder.glob("articles/*.md")]):
            source, facts = self.shaped(file, read_markdown, shapes.PAGE)
            if source and facts:
                found.append(Written(file.stem, facts, source))
        return found


def read(folder: Path = CONTENT, *, check: Callable[["Content"], Iterable[Mistake]] | None = None) -> Content:
    """Read everything; raises MistakesFound with all mistakes, those of `check` included."""
    reader = Reader(folder)
    nobody = shapes.People(groups=[])
    nowhere = shapes.Shipping(tax_class="none", zones=[])
    content = Content(
        channels=reader.file("channels", shapes.CHANNELS, []),
        warehouses=reader.file("warehouses", shapes.WAREHOUSES, []),
        tax_classes=reader.file("taxes", shapes.TAX_CLASSES, []),
        shipping=reader.file("shipping", shapes.SHIPPING, nowhere),
        attributes=reader.file("attributes", shapes.ATTRIBUTES, []),
        muscles=reader.file("muscles", shapes.MUSCLES, []),
        product_types=reader.file("product_types", shapes.PRODUCT_TYPES, []),
        categories=reader.file("categories", shapes.GROUPS, []),
        collections=reader.file("collections", shapes.GROUPS, []),
        products=reader.products(),
        page_types=reader.file("page_types", shapes.PAGE_TYPES, []),
        pages=reader.pages(),
        menus=reader.file("menus", shapes.MENUS, []),
        vouchers=reader.file("vouchers", shapes.VOUCHERS, []),
        people=reader.file("people", shapes.PEOPLE, nobody),
        sources=reader.sources,
    )
    # References are only checked between files that could all be read: one mistake should not look like fifty.
    if not reader.mistakes and check:
        reader.mistakes += check(content)
    if reader.mistakes:
        raise MistakesFound(reader.mistakes)
    return content
