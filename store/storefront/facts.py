"""What a product says about itself: Saleor's attributes, read once into words for a page."""

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from store.storefront.rich_text import render

ABSENT = {"", "none", "no region"}


@dataclass(frozen=True)
class Value:
    """One value, and its slug where it is a choice."""

    name: str
    slug: str = ""


@dataclass(frozen=True)
class Fact:
    """An attribute with its values; a fact without values is never made."""

    slug: str
    name: str
    values: tuple[Value, ...]
    html: str = ""

    @property
    def text(self) -> str:
        """The values as words."""
        return ", ".join(value.name for value in self.values)

    @property
    def number(self) -> float:
        """The value of a numeric fact, 0 when it is no number."""
        try:
            return float(self.values[0].name)
        except (IndexError, ValueError):
            return 0.0


def fact_of(assigned: BaseModel | None) -> Fact | None:
    """Read one assigned attribute of the generated client; None when it says nothing."""
    if assigned is None:
        return None
    answer = assigned.model_dump()
    values = tuple(value for value in _values(answer) if value.name.strip().lower() not in ABSENT)
    rich = answer.get("rich")
    if not values and not rich:
        return None
    attribute = answer["attribute"]
    return Fact(
        slug=attribute["slug"] or "",
        name=attribute["name"] or "",
        values=values,
        html=render(rich if isinstance(rich, str) else None) if rich else "",
    )


def facts_of(assigned: list[Any]) -> dict[str, Fact]:
    """Read all assigned attributes that say something, by slug and in Saleor's order."""
    facts = (fact_of(attribute) for attribute in assigned)
    return {fact.slug: fact for fact in facts if fact is not None}


def written_number(number: float) -> str:
    """Write 8.0 as 8 and 4.5 as 4.5."""
    return str(int(number)) if number == int(number) else str(number)


def written_minutes(minutes: float) -> str:
    """Write a duration in minutes for people: 170 is "2 h 50 min"."""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def _values(answer: dict[str, Any]) -> list[Value]:
    if answer.get("choice"):
        return [Value(answer["choice"]["name"] or "", answer["choice"]["slug"] or "")]
    if answer.get("choices"):
        return [Value(choice["name"] or "", choice["slug"] or "") for choice in answer["choices"]]
    if answer.get("number") is not None:
        return [Value(written_number(answer["number"]))]
    if answer.get("yes") is not None:
        return [Value("Yes" if answer["yes"] else "No")]
    if answer.get("words"):
        return [Value(answer["words"])]
    return []
