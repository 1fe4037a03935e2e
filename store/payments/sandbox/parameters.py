"""What a call takes: kinds of values, and groups of them with what Stripe knows besides.

Each call of the stand-in declares a `Group`. Its fields are played; what Stripe knows but the stand-in does not play
is listed in `knows` and refused with other words than what Stripe does not know either. A test compares every group
with stripe-python's own types.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from store.payments.sandbox.refusals import StripeSays

KEY = re.compile(r"([^\[\]]+)|\[([^\[\]]*)\]")
MOST_KEYS, LONGEST_KEY, LONGEST_VALUE = 50, 40, 500  # of metadata


class Kind:
    """A kind of value; `read` returns it as Python knows it, or raises StripeSays."""

    def read(self, given: Any, name: str) -> Any:
        """Return the value of the parameter `name`."""
        raise NotImplementedError


class Text(Kind):
    """Any text that is not empty."""

    def __init__(self, most: int = 5000) -> None:
        self.most = most

    def read(self, given: Any, name: str) -> str:
        """Return it as it is."""
        if not isinstance(given, str):
            raise StripeSays(f"Invalid string: {given}", param=name)
        if not given:
            message = f"You passed an empty string for '{name}', which cannot be unset."
            raise StripeSays(message, code="parameter_invalid_empty", param=name)
        if len(given) > self.most:
            message = f"Invalid string: must be at most {self.most} characters"
            raise StripeSays(message, code="parameter_invalid_string_length", param=name)
        return given


class Whole(Kind):
    """A whole number, such as an amount in minor units or a moment in seconds."""

    def __init__(self, *, least: int = 0, most: int = 99_999_999_999) -> None:
        self.least, self.most = least, most

    def read(self, given: Any, name: str) -> int:
        """Return it as a number."""
        if not re.fullmatch(r"-?\d{1,18}", str(given)):
            raise StripeSays(f"Invalid integer: {given}", code="parameter_invalid_integer", param=name)
        if not self.least <= int(given) <= self.most:
            message = f"This value must be between {self.least} and {self.most}."
            raise StripeSays(message, code="parameter_invalid_integer", param=name)
        return int(given)


class Flag(Kind):
    """True or false."""

    def read(self, given: Any, name: str) -> bool:
        """Return it as a bool."""
        if given not in ("true", "false"):
            raise StripeSays(f"Invalid boolean: {given}", code="parameter_invalid_boolean", param=name)
        return bool(given == "true")


class Choice(Kind):
    """One of a few words; `knows` are Stripe's other ones."""

    def __init__(self, *plays: str, knows: Iterable[str] = ()) -> None:
        self.plays, self.knows = plays, tuple(knows)

    def read(self, given: Any, name: str) -> str:
        """Return the word."""
        if given in self.knows:
            raise not_played(name, f"{name}={given}")
        if given not in self.plays:
            words = ", ".join([*self.plays, *self.knows])
            raise StripeSays(f"Invalid {name}: must be one of {words}", param=name)
        return str(given)


class Either(Kind):
    """A text, or the group of fields beneath the same name."""

    def __init__(self, text: Kind, group: "Group") -> None:
        self.text, self.group = text, group

    def read(self, given: Any, name: str) -> Any:
        """Return the one that was given."""
        return (self.group if isinstance(given, Mapping) else self.text).read(given, name)


class ListOf(Kind):
    """Several of one kind, in the order of their indices."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def read(self, given: Any, name: str) -> list[Any]:
        """Return them as a list."""
        if not isinstance(given, Mapping) or not all(key.isdigit() for key in given):
            raise StripeSays(f"Invalid array: {name}", code="parameter_invalid_array", param=name)
        return [self.kind.read(given[key], f"{name}[{key}]") for key in sorted(given, key=int)]


class Metadata(Kind):
    """Up to 50 keys of 40 characters with values of 500."""

    def read(self, given: Any, name: str) -> dict[str, str]:
        """Return keys and values; what is set to nothing is not there."""
        if given == "":
            return {}
        if not isinstance(given, Mapping) or not all(isinstance(value, str) for value in given.values()):
            raise StripeSays("Metadata must be a flat hash of strings.", param=name)
        if len(given) > MOST_KEYS:
            raise StripeSays(f"You can specify up to {MOST_KEYS} metadata keys.", param=name)
        for key, value in given.items():
            if len(key) > LONGEST_KEY or len(value) > LONGEST_VALUE:
                message = f"Metadata keys have up to {LONGEST_KEY} characters, values up to {LONGEST_VALUE}."
                raise StripeSays(message, param=f"{name}[{key}]")
        return {key: value for key, value in given.items() if value}


class Group(Kind):
    """Named values: what is played, what is needed, and the names that Stripe knows besides."""

    def __init__(self, fields: Mapping[str, Kind], *, needs: Iterable[str] = (), knows: str = "") -> None:
        self.fields, self.needs, self.knows = dict(fields), tuple(needs), set(knows.split())

    def read(self, given: Any, name: str = "") -> dict[str, Any]:
        """Return the values that were given; raises StripeSays for what is unknown, missing or of another kind."""
        if not isinstance(given, Mapping):
            raise StripeSays(f"Invalid object: {name}", code="parameter_invalid", param=name)
        for key in given:
            inner = f"{name}[{key}]" if name else key
            if key in self.knows:
                raise not_played(inner, inner)
            if key not in self.fields:
                raise StripeSays(f"Received unknown parameter: {inner}", code="parameter_unknown", param=inner)
        for key in self.needs:
            inner = f"{name}[{key}]" if name else key
            if key not in given:
                raise StripeSays(f"Missing required param: {inner}.", code="parameter_missing", param=inner)
        return {
            key: kind.read(given[key], f"{name}[{key}]" if name else key)
            for key, kind in self.fields.items()
            if key in given
        }


EXPAND = ListOf(Text())
MOMENTS = Either(Whole(), Group({"gt": Whole(), "gte": Whole(), "lt": Whole(), "lte": Whole()}))
PAGE = {"limit": Whole(least=1, most=100), "starting_after": Text(), "ending_before": Text(), "expand": EXPAND}


def not_played(param: str, what: str) -> StripeSays:
    """Return the refusal of what Stripe would take, so that nobody believes that it was obeyed."""
    return StripeSays(f"Stripe knows {what}, but its stand-in does not play it.", code="not_played", param=param)


def nested(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return flat `a[b][0]` pairs as nested dicts (lists become dicts keyed by index)."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        place, path = found, [plain or inner for plain, inner in KEY.findall(name)]
        for step in path[:-1]:
            place = place.setdefault(step, {})
            if not isinstance(place, dict):
                raise StripeSays(f"Invalid object: {name}", code="parameter_invalid", param=name)
        place[path[-1]] = value
    return found
