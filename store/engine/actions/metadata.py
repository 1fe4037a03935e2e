"""Metadata: flat maps of text to text on almost every row, changed key by key."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from store.engine.models.base import WithMetadata
from store.engine.refusals import Refusal


def metadata_items(items: Iterable[dict[str, str]] | None, *, field: str = "metadata") -> dict[str, str]:
    """Return Saleor's list of `{key, value}` as a map; the last of equal keys counts.

    Raises Refusal with code REQUIRED on `field` when a key is blank.
    """
    found = {item["key"]: item["value"] for item in items or ()}
    if any(not key.strip() for key in found):
        raise Refusal("Metadata key cannot be empty.", code="REQUIRED", field=field)
    return found


@transaction.atomic
def change_metadata(
    *,
    row: WithMetadata,
    private: bool = False,
    put: dict[str, str] | None = None,
    drop: Iterable[str] = (),
) -> None:
    """Put and drop keys of a row's public or private metadata; other keys stay.

    The row is read again under a lock, so that two writers of different keys both win.
    """
    column = "private_metadata" if private else "metadata"
    model = type(row)
    fresh: Any = model._default_manager.select_for_update().get(pk=row.pk)
    before: dict[str, str] = getattr(fresh, column)
    dropped = set(drop)
    after = {key: value for key, value in {**before, **(put or {})}.items() if key not in dropped}
    if after != before:
        setattr(fresh, column, after)
        touched = [name for name in ("updated_at", "modified_at") if _has_field(model, name)]
        fresh.save(update_fields=[column, *touched])
    setattr(row, column, after)


def _has_field(model: type[WithMetadata], name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())
