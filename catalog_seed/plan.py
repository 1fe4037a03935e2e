"""What a run of the seed would do: changes in the order in which they work, none of them sent yet."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from catalog_seed.content import Content
from store.saleor.client import SaleorClient
from store.saleor.client.input_types import MetadataInput


class Answer(Protocol):
    """What every mutation answers: what it refused."""

    @property
    def errors(self) -> list[Any]:
        """Saleor's errors, empty when it did as asked."""


A = TypeVar("A", bound=Answer)


class SeedRefused(Exception):  # noqa: N818 - an answer, not a fault
    """Saleor would not do what the files say; what was sent before stays, and the next run goes on from there."""


@dataclass
class Shop:
    """The shop as one run sees it: who asks, and the ids of what exists, by kind and key."""

    content: Content
    app: SaleorClient
    staff: SaleorClient | None  # people and groups want a person's session
    ids: dict[tuple[str, str], str] = field(default_factory=dict)

    def id(self, noun: str, key: str) -> str:
        """Return the id of something that exists by now, because it comes earlier in the order."""
        return self.ids[noun, key]

    def has(self, noun: str, key: str) -> bool:
        """Tell whether something exists."""
        return (noun, key) in self.ids


@dataclass(frozen=True)
class Change:
    """One difference between the files and the shop; `run` sends it, or returns a row for its step's `bulk`."""

    noun: str
    key: str
    run: Callable[[], Any]
    is_new: bool = False
    differs: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (
            f"create {self.noun} {self.key}"
            if self.is_new
            else f"update {self.noun} {self.key}: {', '.join(self.differs)}"
        )


@dataclass(frozen=True)
class Step:
    """Changes that may be sent in any order, at most `size` in one mutation where `bulk` takes several."""

    changes: list[Change]
    bulk: Callable[[list[Any]], None] | None = None
    size: int = 1


def accepted(answer: A | None, what: str) -> A:
    """Return a mutation's answer; raises SeedRefused with Saleor's reasons."""
    if answer is None:
        raise SeedRefused(f"{what}: Saleor gave no answer")
    if answer.errors:
        raise SeedRefused(f"{what}: {reasons(answer.errors)}")
    return answer


def reasons(errors: Iterable[Any]) -> str:
    """Return errors as people read them: field, code, message."""
    return "; ".join(
        f"{getattr(error, 'field', None) or getattr(error, 'path', None) or 'all'} {error.code}: {error.message}"
        for error in errors
    )


def created(thing: Any, what: str) -> str:
    """Return the id of what a mutation says it made."""
    if thing is None:
        raise SeedRefused(f"{what}: Saleor did not say what it made")
    return str(thing.id)


def differing(wanted: dict[str, Any], found: dict[str, Any]) -> tuple[str, ...]:
    """Return the names of facts that are not as wanted."""
    return tuple(name for name, value in wanted.items() if found.get(name) != value)


def metadata(values: dict[str, str]) -> list[MetadataInput]:
    """Return metadata as Saleor takes it."""
    return [MetadataInput(key=key, value=value) for key, value in values.items()]


def stored(items: Iterable[Any], keys: Iterable[str]) -> dict[str, str]:
    """Return the metadata under these keys; other keys belong to others."""
    wanted = set(keys)
    return {item.key: item.value for item in items if item.key in wanted}
