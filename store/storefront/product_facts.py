"""A product as its page tells it: what is learned, what it is made of, which promises belong to its kind."""

import json
from dataclasses import dataclass, field
from typing import Any

from store.amounts import written
from store.saleor.client.fragments import ProductDetails, VariantOffer
from store.saleor.client.product_surroundings import ProductSurroundings
from store.storefront.facts import Fact, facts_of
from store.storefront.prices import shown
from store.storefront.rich_text import Section, sections

FREE = "Free"
LOW_STOCK = 5  # at so few we say how many are left
COURSE_FACTS = ("ce-hours", "lessons", "duration-minutes", "level")  # the strip under a course's name
ENROLLING = ("prerequisites", "access", "assessment", "certificate", "ce-type")
TOLD_ELSEWHERE = {*COURSE_FACTS, *ENROLLING, "muscles"}
WORTH_SAYING_ONCE = {"delivery", "program-only-ce"}

# The section of `faq` and of `returns-and-refunds` that speaks of a kind of product, by product type or category.
QUESTIONS = {
    "certification-programs": "Certification programs",
    "course": "Courses",
    "course-bundle": "Courses",
    "membership": "Membership",
    "e-gift-card": "Gift cards",
    "printed-gift-card": "Gift cards",
}
RETURNS = {
    "course": "Courses and certification programs",
    "course-bundle": "Bundles",
    "membership": "Membership",
    "bundle": "Bundles",
    "e-gift-card": "Gift cards",
    "printed-gift-card": "Gift cards",
}
RHYTHMS = {"month": "monthly", "year": "yearly", "week": "weekly"}
QUESTIONS_OTHERWISE = "Delivery"
RETURNS_OTHERWISE = "Books, charts and tools"


@dataclass(frozen=True)
class Lesson:
    """A chapter of a syllabus."""

    title: str
    lessons: int
    minutes: int


@dataclass(frozen=True)
class Offer:
    """A variant as it can be chosen: price, stock in words, and whether it can be bought."""

    id: str
    name: str
    sku: str
    price: str
    before: str
    stock: str
    stock_state: str  # in, low, out
    most: int
    rhythm: str = ""

    @property
    def is_free(self) -> bool:
        """It costs nothing."""
        return self.price == FREE

    @property
    def is_for_sale(self) -> bool:
        """It has a price, and some are left."""
        return bool(self.price) and self.stock_state != "out"


@dataclass(frozen=True)
class Part:
    """Something that a kit or a program contains."""

    name: str
    slug: str
    option: str = ""


@dataclass(frozen=True)
class Story:
    """Everything a product's page tells besides name, pictures and description."""

    offers: list[Offer]
    facts: dict[str, Fact]
    outcomes: list[str]
    syllabus: list[Lesson]
    related: list[str] = field(default_factory=list)
    includes: list[str] = field(default_factory=list)  # slugs of a program's courses
    components: list[str] = field(default_factory=list)  # SKUs of a kit's parts
    in_membership: bool = False

    @property
    def course_facts(self) -> list[Fact]:
        """The facts of the strip under the name."""
        return [self.facts[slug] for slug in COURSE_FACTS if slug in self.facts]

    @property
    def enrolling(self) -> list[Fact]:
        """What somebody wants to know before enrolling."""
        return [self.facts[slug] for slug in ENROLLING if slug in self.facts]

    @property
    def table(self) -> list[Fact]:
        """The facts that are told nowhere else."""
        told = (TOLD_ELSEWHERE if self.is_course else set()) | WORTH_SAYING_ONCE
        return [fact for slug, fact in self.facts.items() if slug not in told]

    @property
    def is_course(self) -> bool:
        """It has lessons or hours."""
        return bool(self.syllabus) or "lessons" in self.facts or "certificate" in self.facts

    @property
    def total_minutes(self) -> int:
        """How long the syllabus takes."""
        return sum(lesson.minutes for lesson in self.syllabus)

    @property
    def most(self) -> int:
        """How many units one may ask for at once: of the variant that has most."""
        return max((offer.most for offer in self.offers), default=1) or 1

    @property
    def first(self) -> Offer | None:
        """The variant that is chosen when the page opens: the first that can be bought."""
        return next((offer for offer in self.offers if offer.is_for_sale), self.offers[0] if self.offers else None)


def story_of(product: ProductDetails) -> Story:
    """Read what a product's page tells."""
    told = product.metafields or {}
    gross = bool(product.pricing and product.pricing.display_gross_prices)
    may_buy = bool(product.is_available_for_purchase)
    variants = [edge.node for edge in product.product_variants.edges] if product.product_variants else []
    return Story(
        offers=[_offer(variant, gross=gross, may_buy=may_buy) for variant in variants],
        facts=facts_of(product.assigned_attributes),
        outcomes=[str(outcome) for outcome in _list(told.get("outcomes"))],
        syllabus=[_lesson(chapter) for chapter in _list(told.get("syllabus")) if isinstance(chapter, dict)],
        related=[str(slug) for slug in _list(told.get("related"))],
        includes=[str(slug) for slug in _list(told.get("includes"))],
        components=[str(sku) for sku in _list(told.get("components"))],
        in_membership=told.get("in_membership") == "true",
    )


def parts_of(story: Story, around: ProductSurroundings) -> list[Part]:
    """Return what a kit or a program contains, in its own order."""
    courses = {edge.node.slug: edge.node.name for edge in around.products.edges} if around.products else {}
    variants = {edge.node.sku: edge.node for edge in around.parts.edges} if around.parts else {}
    found = [Part(courses[slug], slug) for slug in story.includes if slug in courses]
    for sku in story.components:
        if sku in variants:
            variant = variants[sku]
            found.append(Part(variant.product.name, variant.product.slug, variant.name))
    return found


def questions_for(product: ProductDetails, around: ProductSurroundings) -> list[Section]:
    """Return the questions and answers about this kind of product."""
    group = _section(around.questions.content if around.questions else None, product, QUESTIONS, QUESTIONS_OTHERWISE)
    return group.parts if group else []


def returns_for(product: ProductDetails, around: ProductSurroundings) -> Section | None:
    """Return what we promise about returning this kind of product."""
    return _section(around.returns.content if around.returns else None, product, RETURNS, RETURNS_OTHERWISE)


def _section(content: str | None, product: ProductDetails, titles: dict[str, str], otherwise: str) -> Section | None:
    kinds = (product.category.slug if product.category else "", product.product_type.slug)
    title = next((titles[kind] for kind in kinds if kind in titles), otherwise)
    return next((section for section in sections(content) if section.title == title), None)


def _offer(variant: VariantOffer, *, gross: bool, may_buy: bool) -> Offer:
    pricing = variant.pricing
    price = shown(pricing.price, gross=gross) if pricing and pricing.price else None
    full = shown(pricing.price_undiscounted, gross=gross) if pricing and pricing.price_undiscounted else None
    left = variant.quantity_available or 0
    state = "in"
    if left <= 0 or not may_buy:
        state = "out"
    elif variant.track_inventory and left <= LOW_STOCK:
        state = "low"
    words = {"in": "In stock", "low": f"Only {left} left", "out": "Out of stock"}[state]
    if not may_buy:
        words = "Not on sale at the moment"
    elif state == "in" and not variant.track_inventory:
        words = "Available now"
    return Offer(
        id=variant.id,
        name=variant.name or variant.sku or "",
        sku=variant.sku or "",
        price=(FREE if price.is_zero else written(price)) if price else "",
        before=written(full) if price and full and full.exact > price.exact else "",
        stock=words,
        stock_state=state,
        most=min(left, variant.quantity_limit_per_customer or left),
        rhythm=_rhythm((variant.metafields or {}).get("billing")),
    )


def _rhythm(billing: str | None) -> str:
    """Write how often a price is asked: "a month", "a year", "× 3, monthly"; "" when it is asked once."""
    try:
        told = json.loads(billing or "{}")
    except ValueError:
        return ""
    interval = told.get("interval")
    if not interval:
        return ""
    return f"× {told['cycles']}, {RHYTHMS.get(interval, interval)}" if told.get("cycles") else f"a {interval}"


def _list(written_list: str | None) -> list[Any]:
    try:
        found = json.loads(written_list or "[]")
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _lesson(chapter: dict[str, Any]) -> Lesson:
    return Lesson(str(chapter.get("title", "")), int(chapter.get("lessons") or 0), int(chapter.get("minutes") or 0))
