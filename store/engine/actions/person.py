"""What is true of everybody, customer or staff: facts that are checked and written, passwords, being found."""

from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from store.engine.actions.metadata import metadata_items
from store.engine.models import Order, User
from store.engine.models.account import search_document_of
from store.engine.refusals import Refusal, Refusals

FACTS = ("first_name", "last_name", "email", "is_active", "is_confirmed", "note", "language_code", "external_reference")
UNCHECKED = ["password", "default_shipping_address", "default_billing_address", "jwt_token_key"]
CODES = {"unique": "UNIQUE", "blank": "REQUIRED", "null": "REQUIRED", "required": "REQUIRED"}


def set_facts(user: User, *, facts: dict[str, Any]) -> set[str]:
    """Put input fields into a user that is not saved yet, metadata included; return which columns changed.

    Raises Refusal or Refusals, one per field (UNIQUE, REQUIRED, INVALID).
    """
    before = {name: getattr(user, name) for name in (*FACTS, "metadata", "private_metadata")}
    for name in FACTS:
        if name in facts:
            setattr(user, name, _cleaned(name, facts[name]))
    for name, field in (("metadata", "metadata"), ("private_metadata", "privateMetadata")):
        if facts.get(name) is not None:
            setattr(user, name, {**getattr(user, name), **metadata_items(facts[name], field=field)})
    check(user)
    return {name for name, value in before.items() if getattr(user, name) != value}


def check(user: User) -> None:
    """Raise Refusals about columns that may not be saved as they are."""
    try:
        user.full_clean(exclude=UNCHECKED)
    except ValidationError as error:
        raise Refusals(_refusals_of(error)) from error


def set_password(user: User, *, password: str, field: str) -> None:
    """Put a new password into a user that is not saved yet. Raises Refusals about `field` (PASSWORD_TOO_SHORT, …)."""
    try:
        password_validation.validate_password(password, user)
    except ValidationError as error:
        raise Refusals(
            Refusal(fault.messages[0], code=str(fault.code or "invalid").upper(), field=field)
            for fault in error.error_list
        ) from error
    user.set_password(password)


def write_search_document(user: User) -> None:
    """Write afresh what a person is found by; after their names, e-mail or addresses changed."""
    user.search_document = search_document_of(user, user.addresses.all())
    user.save(update_fields=["search_document", "updated_at"])


def attach_guest_orders(user: User) -> None:
    """Give a person the orders that were placed with their e-mail before they had proved it is theirs."""
    Order.objects.filter(user_email=user.email, user=None).exclude(status__in=["DRAFT", "UNCONFIRMED"]).update(
        user=user
    )


def _cleaned(name: str, value: Any) -> Any:
    if name == "email":
        return (value or "").lower()
    if name == "external_reference":
        return value or None
    if name == "language_code" and value:
        return str(value).lower().replace("_", "-")
    return getattr(User(), name) if value is None else value  # null means: as if never said


def _refusals_of(error: ValidationError) -> list[Refusal]:
    return [
        Refusal(fault.messages[0], code=CODES.get(str(fault.code), "INVALID"), field=_camel(name))
        for name, faults in error.error_dict.items()
        for fault in faults
    ]


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)
