"""Objects as they are kept, found, listed and shown."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from store.payments.sandbox.models import SandboxObject
from store.payments.sandbox.parameters import not_played
from store.payments.sandbox.refusals import missing


def new_id(prefix: str) -> str:
    """Return an id like Stripe's: `cs_test_…`, `pi_…`."""
    return f"{prefix}_{secrets.token_hex(14)}"


def now() -> int:
    """Return this moment as Stripe writes it: whole seconds since 1970."""
    return int(timezone.now().timestamp())


def keep(data: dict[str, Any]) -> SandboxObject:
    """Store a new object under its own id and kind."""
    return SandboxObject.objects.create(id=data["id"], kind=data["object"], data=data)


def found(kind: str, object_id: str, *, param: str = "") -> SandboxObject:
    """Return an object, named by the address or by a parameter. Raises StripeSays with `resource_missing`."""
    thing = SandboxObject.objects.filter(pk=object_id, kind=kind).first()
    if thing is None:
        raise missing(kind, object_id, param=param, status=400) if param else missing(kind, object_id)
    return thing


def locked(kind: str, object_id: str, *, param: str = "") -> SandboxObject:
    """Return an object that nobody else changes before the transaction ends."""
    found(kind, object_id, param=param)
    return SandboxObject.objects.select_for_update().get(pk=object_id)


def shown(data: dict[str, Any], expand: Iterable[str] = ()) -> dict[str, Any]:
    """Return an object as the API shows it: without our notes, with what was asked to be expanded."""
    data = {key: value for key, value in data.items() if key != "stand_in"}
    for path in expand:
        _expand(data, path.split("."))
    return data


def listed(kind: str, url: str, params: dict[str, Any], *, by: Iterable[str] = ()) -> dict[str, Any]:
    """Return a page of objects, newest first, filtered by these fields where the parameters name them."""
    rows = SandboxObject.objects.filter(kind=kind).order_by("-created_at", "-pk")
    for name in by:
        if name in params:
            rows = rows.filter(**{f"data__{name}": params[name]})
    created = params.get("created", {})
    for limit, moment in ({"exact": created} if isinstance(created, int) else created).items():
        rows = rows.filter(**{f"data__created__{limit}": moment})
    backwards = "ending_before" in params
    if backwards:
        edge = found(kind, params["ending_before"], param="ending_before")
        rows = rows.filter(created_at__gt=edge.created_at).order_by("created_at", "pk")
    if "starting_after" in params:
        rows = rows.filter(created_at__lt=found(kind, params["starting_after"], param="starting_after").created_at)
    limit = params.get("limit", 10)
    page = list(rows[: limit + 1])
    inner = [path.removeprefix("data.") for path in params.get("expand", []) if path.startswith("data.")]
    data = [shown(row.data, inner) for row in page[:limit]]
    return {
        "object": "list",
        "url": url,
        "has_more": len(page) > limit,
        "data": data[::-1] if backwards else data,
    }


def _expand(data: dict[str, Any], path: list[str]) -> None:
    inner = data.get(path[0])
    if isinstance(inner, str):
        row = SandboxObject.objects.filter(pk=inner).first()
        if row is None:  # a subscription, its invoice or its customer, of which only the id is played
            raise not_played("expand", path[0])
        inner = data[path[0]] = shown(row.data)
    if inner and len(path) > 1:
        _expand(inner, path[1:])
