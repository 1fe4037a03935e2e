"""The shop's own settings: one row, made on first use."""

from typing import Any

from store.engine.actions.address import save_address
from store.engine.actions.checks import save_checked, set_columns
from store.engine.models import SiteSettings
from store.engine.refusals import Refusal

RESERVATIONS = ("reserve_stock_duration_anonymous_user", "reserve_stock_duration_authenticated_user")


def site_settings() -> SiteSettings:
    """Return the shop's settings."""
    settings, _ = SiteSettings.objects.select_related("company_address").get_or_create(pk=1)
    return settings


def change_settings(*, settings: SiteSettings, columns: dict[str, Any]) -> None:
    """Change settings; reservations of less than a minute are none.

    Raises Refusal INVALID for a limit of less than one unit per checkout.
    """
    limit = columns.get("limit_quantity_per_checkout")
    if limit is not None and limit < 1:
        raise Refusal("Quantity limit cannot be lower than 1.", code="INVALID", field="limitQuantityPerCheckout")
    for name in RESERVATIONS:
        if name in columns and (columns[name] or 0) < 1:
            columns[name] = None
    set_columns(settings, columns)
    save_checked(settings)


def change_company_address(*, settings: SiteSettings, columns: dict[str, Any] | None) -> None:
    """Write the shop's address over with cleaned columns; None removes it."""
    old = settings.company_address
    if columns is not None:
        settings.company_address = save_address(columns=columns, row=old)
        settings.save(update_fields=["company_address"])
    elif old is not None:
        settings.company_address = None
        settings.save(update_fields=["company_address"])
        old.delete()
