"""What stripe-python knows: the parameters of every call and the fields of every object, read out of its types."""

import importlib
import re
import typing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, ForwardRef, Literal, Union, get_args, get_origin

import stripe
from stripe import _request_options, _stripe_context
from stripe._list_object import ListObject
from stripe._request_options import RequestOptions
from stripe._stripe_object import StripeObject, UntypedStripeObject

CALL = re.compile(
    r'def \w+\(\s*self,(?P<takes>[^)]*)\) -> "(?P<gives>[^"]+)":.*?'
    r'self\._request\(\s*"(?P<method>get|post|delete)",\s*"(?P<path>/v1/[^"]+)"',
    re.DOTALL,
)


@dataclass(frozen=True)
class StripeCall:
    """A call as stripe-python knows it."""

    takes: type | None  # a TypedDict
    gives: type
    is_list: bool


@cache
def call_of(method: str, path: str) -> StripeCall:
    """Return a v1 call; what its path names is written `*`."""
    takes, gives, package = _calls()[method, path]
    kind = gives.removeprefix("ListObject[").removesuffix("]")
    return StripeCall(
        named(takes, package, "stripe.params") if takes else None,
        named(kind, package, "stripe"),
        gives.startswith("ListObject["),
    )


@cache
def _calls() -> dict[tuple[str, str], tuple[str, str, str]]:
    """Read the services' source: what each call takes and gives, and the package where those are."""
    found = {}
    root = Path(stripe.__file__).parent
    for file in root.rglob("_*_service.py"):
        package = ".".join(file.relative_to(root).parent.parts)
        for part in re.split(r"\n    (?=(?:async )?def )", file.read_text()):
            if call := CALL.match(part):
                takes = re.search(r'params: (?:Optional\[)?"(\w+)"', call["takes"])
                path = re.sub(r"\{\w+\}", "*", call["path"])
                found[call["method"].upper(), path] = (takes[1] if takes else "", call["gives"], package)
    return found


def named(name: str, package: str, root: str) -> Any:
    """Return a class by its name, out of the subpackage if it is there."""
    inner = importlib.import_module(f"{root}.{package}") if package else None
    return getattr(inner, name, None) or getattr(importlib.import_module(root), name)


@cache
def parameters(takes: type) -> dict[str, Any]:
    """Return a TypedDict's own keys with their types; options of the request are left out."""
    names = {**vars(typing), **vars(_request_options), "StripeContext": _stripe_context.StripeContext}
    scope = {**names, **vars(importlib.import_module(takes.__module__))}
    hints = typing.get_type_hints(takes, scope)
    return {key: hint for key, hint in hints.items() if key not in RequestOptions.__annotations__}


def required(takes: type) -> set[str]:
    """Return the keys that a TypedDict must have."""
    return set(getattr(takes, "__required_keys__", ())) & set(parameters(takes))


def members(hint: Any) -> list[Any]:
    """Return the alternatives of a type, None left out."""
    if get_origin(hint) in (Union, UnionType):
        return [inner for part in get_args(hint) for inner in members(part)]
    return [] if hint is NoneType else [hint]


def literals(hint: Any) -> set[Any]:
    """Return the words that a type allows; empty where it allows any."""
    return {word for part in members(hint) if get_origin(part) is Literal for word in get_args(part)} - {""}


def faults(value: Any, hint: Any, where: str) -> list[str]:
    """Return where a value does not fit a type of stripe-python's."""
    if value is None:
        return [] if "None" in str(hint) or "Optional" in str(hint) else [f"{where} is null"]
    words = literals(hint)
    if words and isinstance(value, str):
        return [] if value in words else [f"{where} is {value!r}, none of Stripe's words"]
    if not any(_fits(value, part) for part in members(hint)):
        return [f"{where} is {type(value).__name__}, not {hint}"]
    found: list[str] = []
    for part in members(hint):
        if isinstance(value, list) and get_origin(part) in (list, typing.List):  # noqa: UP006
            for number, item in enumerate(value):
                found += faults(item, get_args(part)[0], f"{where}[{number}]")
        elif isinstance(value, dict) and (kind := _class(part)) and not _is_untyped(kind):
            return found + object_faults(value, kind, where)
    return found


def object_faults(value: dict[str, Any], kind: type, where: str) -> list[str]:
    """Return where an object does not look like a resource of stripe-python's."""
    fields = {name: hint for name, hint in kind.__annotations__.items() if "ClassVar" not in str(hint)}
    found = [f"{where}.{name} is unknown to Stripe" for name in value if name not in fields]
    found += [
        f"{where}.{name} is missing"
        for name, hint in fields.items()
        if name not in value and "None" not in str(hint) and "Optional" not in str(hint)
    ]
    for name in value.keys() & fields.keys():
        found += faults(value[name], fields[name], f"{where}.{name}")
    return found


def _fits(value: Any, part: Any) -> bool:
    if get_origin(part) is Literal:
        return isinstance(value, str)
    if isinstance(value, list):
        return get_origin(part) in (list, typing.List)  # noqa: UP006
    if isinstance(value, dict):
        return _class(part) is not None or get_origin(part) is dict
    return type(value) is part


def _class(part: Any) -> type | None:
    if isinstance(part, ForwardRef):
        found = getattr(stripe, part.__forward_arg__, None)
        return found if isinstance(found, type) else None
    origin = get_origin(part) or part
    return origin if isinstance(origin, type) and issubclass(origin, StripeObject) else None


def _is_untyped(kind: type) -> bool:
    return issubclass(kind, UntypedStripeObject | ListObject)
