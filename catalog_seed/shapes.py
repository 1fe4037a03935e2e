"""What each file may say, as pydantic models; a key that stands in no shape is a mistake."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Amount = Annotated[Decimal, Field(ge=0, decimal_places=2)]
Percent = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]
Kilograms = Annotated[Decimal, Field(gt=0, decimal_places=3)]
PerChannel = dict[str, Amount]


class Shape(BaseModel):
    """A part of a file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Channel(Shape):
    """A market with its currency."""

    slug: Slug
    name: Words
    currency: Annotated[str, StringConstraints(min_length=3, max_length=3)]
    country: Words
    prices_include_tax: bool
    warehouses: list[Slug]


class Address(Shape):
    """A postal address; `area` is the state where a country has states."""

    company: str = ""
    street: Words
    city: Words
    area: str = ""
    postal_code: str = ""
    country: Words


class Warehouse(Shape):
    """Where parcels leave from."""

    slug: Slug
    name: Words
    email: str = ""
    address: Address


class Days(Shape):
    """How many working days a delivery takes."""

    first: int = Field(alias="from", ge=0)
    last: int = Field(alias="to", ge=0)


class Band(BaseModel):
    """The price of a parcel up to a weight: one key per channel beside `up_to_kg`."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Amount] = Field(init=False)
    up_to_kg: Kilograms

    @property
    def prices(self) -> PerChannel:
        """The price by channel."""
        return self.__pydantic_extra__


class Zone(Shape):
    """Countries that are served alike."""

    name: Words
    countries: list[Words] | Literal["everywhere else"]
    days: Days
    bands: list[Band] = Field(min_length=1)
    free_over: PerChannel = {}


class Shipping(Shape):
    """All of delivery."""

    tax_class: Slug
    zones: list[Zone]


class TaxClass(Shape):
    """A kind of goods for tax, with percent by country."""

    slug: Slug
    name: Words
    rates: dict[str, Percent]


Kind = Literal["number", "text", "yes-no", "choice", "choices"]


class Attribute(Shape):
    """Something that can be said about a product."""

    name: Words
    slug: Slug
    kind: Kind
    filter: bool = False
    choices: dict[str, Words] | Literal["muscles.yaml"] = {}


class Muscle(Shape):
    """A muscle and what is known of it."""

    slug: Slug
    name: Words
    region: Slug
    attachments: Words
    nerve: Words
    referral: Words
    common_causes: Words


class ProductType(Shape):
    """A kind of product."""

    slug: Slug
    name: Words
    ships: bool
    tax_class: Slug
    attributes: list[Slug]


class Group(Shape):
    """A category or a collection: a name on a set of products; `picture` names one of their pictures."""

    slug: Slug
    name: Words
    description: Words
    picture: Slug


class Billing(Shape):
    """How often a price is charged; without `cycles` until canceled."""

    interval: Literal["month", "year"]
    count: int = Field(ge=1)
    cycles: int | None = Field(default=None, ge=1)


class Section(Shape):
    """One part of a course."""

    title: Words
    lessons: int = Field(ge=1)
    minutes: int = Field(ge=1)


class Variant(Shape):
    """What is put into the cart: one option of a product, with its price."""

    sku: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]+$")]
    option: Words
    price: PerChannel
    weight_kg: Kilograms | None = None
    stock: dict[str, Annotated[int, Field(ge=0)]] | Literal["not counted", "derived"]
    billing: Billing | None = None
    price_is: str = ""
    seats: int | None = Field(default=None, ge=1)
    tax_class: str = ""


class Product(Shape):
    """A product file."""

    name: Words
    type: Slug
    tax_class: Slug
    collections: list[Slug]
    description: Words
    picture: Words  # what the picture shows, for those who cannot see it
    attributes: dict[str, Any]
    outcomes: list[Words] = []
    syllabus: list[Section] = []
    includes: list[Slug] = []
    components: list[str] = []
    component_tax_classes: list[Slug] = []
    components_total: PerChannel = {}
    saving: PerChannel = {}
    in_membership: bool | None = None
    related: list[Slug] = []
    variants: list[Variant] = Field(min_length=1)
    notes: dict[str, str] = {}


class PageType(Shape):
    """A kind of page."""

    slug: Slug
    name: Words


class Page(Shape):
    """The head of a page or an article; its text follows below."""

    title: Words
    type: Slug
    summary: Words
    published: date | None = None
    byline: str = ""
    collections: list[Slug] = []
    muscles: list[Slug] = []
    picture: str = ""  # what the picture of the same name shows
    related: list[Slug] = []


class Entry(Shape):
    """An entry of a menu; it leads to one thing."""

    name: Words
    category: Slug | None = None
    collection: Slug | None = None
    page: Slug | None = None
    url: str | None = None
    items: list["Entry"] = []


class Menu(Shape):
    """A menu."""

    slug: Slug
    name: Words
    items: list[Entry]


class Voucher(Shape):
    """A promotion with its codes."""

    name: Words
    codes: list[Annotated[str, StringConstraints(pattern=r"^[A-Z0-9-]+$")]] = Field(min_length=1)
    percent: Percent | None = None
    amount: PerChannel = {}
    of: Literal["order", "delivery", "products"]
    categories: list[Slug] = []
    min_spent: PerChannel = {}
    once_per_customer: bool = False
    staff_only: bool = False


class StaffGroup(Shape):
    """Who may do what, in which channels (all, when none is named)."""

    name: Words
    permissions: list[str] | Literal["all"]
    channels: list[Slug] = []


class Account(Shape):
    """An account of demo mode; a customer when it belongs to no group."""

    email: Words
    first_name: Words
    last_name: Words
    groups: list[str] = []


class People(Shape):
    """Groups, and the accounts of demo mode."""

    groups: list[StaffGroup]
    demo_accounts: list[Account] = []


CHANNELS = TypeAdapter(list[Channel])
WAREHOUSES = TypeAdapter(list[Warehouse])
TAX_CLASSES = TypeAdapter(list[TaxClass])
ATTRIBUTES = TypeAdapter(list[Attribute])
MUSCLES = TypeAdapter(list[Muscle])
PRODUCT_TYPES = TypeAdapter(list[ProductType])
GROUPS = TypeAdapter(list[Group])
PAGE_TYPES = TypeAdapter(list[PageType])
MENUS = TypeAdapter(list[Menu])
VOUCHERS = TypeAdapter(list[Voucher])
SHIPPING, PRODUCT, PAGE, PEOPLE = TypeAdapter(Shipping), TypeAdapter(Product), TypeAdapter(Page), TypeAdapter(People)


def all_keys() -> Iterator[str]:
    """Return every key that a file may have, to suggest the one that was meant."""
    for shape in Shape.__subclasses__():
        for name, described in shape.model_fields.items():
            yield described.alias or name
