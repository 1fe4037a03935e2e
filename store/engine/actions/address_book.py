"""The addresses that people keep, and which of them are their defaults."""

from typing import Any

from django.db import transaction

from store.engine.actions.address import facts_of, save_address
from store.engine.actions.person import write_search_document
from store.engine.models import Address, User
from store.engine.refusals import Refusal

MOST = 100  # addresses per person
DEFAULTS = {"BILLING": "default_billing_address", "SHIPPING": "default_shipping_address"}


@transaction.atomic
def add_address(*, user: User, columns: dict[str, Any], address_type: str | None = None) -> Address:
    """Put a new address into a person's book, as their default when a type is given; a full book loses its oldest."""
    address = save_address(columns=columns)
    if user.addresses.count() >= MOST:
        kept = [key for key in (user.default_billing_address_id, user.default_shipping_address_id) if key]
        oldest = user.addresses.exclude(pk__in=kept).order_by("pk").first()
        if oldest is not None:
            oldest.delete()
    user.addresses.add(address)
    if address_type:
        _set_default(user, address, address_type)
    write_search_document(user)
    return address


@transaction.atomic
def change_address(*, address: Address, columns: dict[str, Any]) -> User | None:
    """Write a person's address anew; its metadata keys that are not named stay. Return whose it is."""
    metadata = {**address.metadata, **columns.get("metadata", {})}
    save_address(columns={**columns, "metadata": metadata}, row=address)
    owner = address.user_addresses.first()
    if owner is not None:
        write_search_document(owner)
    return owner


@transaction.atomic
def delete_address(*, address: Address) -> User | None:
    """Delete an address; return whose it was, with defaults that are up to date. `address.pk` stays readable."""
    key = address.pk
    owner = address.user_addresses.first()
    address.delete()
    address.pk = key
    if owner is not None:
        owner.refresh_from_db()
        write_search_document(owner)
    return owner


def set_default_address(*, user: User, address: Address, address_type: str, field: str) -> None:
    """Make an address of a person's book their default. Raises Refusal (INVALID) about `field` for one of another."""
    if not user.addresses.filter(pk=address.pk).exists():
        raise Refusal("The address doesn't belong to that user.", code="INVALID", field=field)
    _set_default(user, address, address_type)


def put_default(*, user: User, columns: dict[str, Any], address_type: str) -> None:
    """Write a default address: into the row that is the default already, or into a new one of the book."""
    column = DEFAULTS[address_type]
    row: Address | None = getattr(user, column)
    if row is not None:
        columns = {**columns, "metadata": {**row.metadata, **columns.get("metadata", {})}}
    address = save_address(columns=columns, row=row)
    user.addresses.add(address)
    setattr(user, column, address)
    user.save(update_fields=[column, "updated_at"])


def remember_address(*, user: User, address: Address, address_type: str) -> None:
    """Keep a copy of an address that an order was placed with; as the default where there is none yet.

    An equal address is not kept twice, and a full book takes no more.
    """
    facts = facts_of(address)
    kept = user.addresses.filter(**facts).first()
    if kept is None:
        if user.addresses.count() >= MOST:
            return
        kept = Address.objects.create(**facts)
        user.addresses.add(kept)
        write_search_document(user)
    if getattr(user, f"{DEFAULTS[address_type]}_id") is None:
        _set_default(user, kept, address_type)


def _set_default(user: User, address: Address, address_type: str) -> None:
    setattr(user, DEFAULTS[address_type], address)
    user.save(update_fields=[DEFAULTS[address_type], "updated_at"])
