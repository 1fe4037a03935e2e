"""Warehouses: places that hold stock."""

from typing import Any

from store.engine.actions.address import save_address
from store.engine.actions.checks import fill_slug, save_checked, set_columns
from store.engine.models import Warehouse
from store.engine.refusals import Refusal


def create_warehouse(*, columns: dict[str, Any], address: dict[str, Any]) -> Warehouse:
    """Open a warehouse at an address given as cleaned columns; without a slug it gets one of its name."""
    warehouse = Warehouse(**columns, address=save_address(columns=address))
    _save(warehouse)
    return warehouse


def update_warehouse(*, warehouse: Warehouse, columns: dict[str, Any], address: dict[str, Any] | None = None) -> None:
    """Change a warehouse; its address is written over."""
    set_columns(warehouse, columns)
    if address is not None:
        save_address(columns=address, row=warehouse.address)
    _save(warehouse)


def _save(warehouse: Warehouse) -> None:
    if not warehouse.name.strip():
        raise Refusal("This field is required.", code="REQUIRED", field="name")
    fill_slug(warehouse, name=warehouse.name)
    save_checked(warehouse)
