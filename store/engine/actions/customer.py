"""Customers as staff and apps keep them."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from store.engine.actions.address_book import put_default
from store.engine.actions.person import attach_guest_orders, set_facts, write_search_document
from store.engine.actions.staff import check_deletable, delete_user
from store.engine.models import Order, User
from store.engine.models.account import words_in
from store.engine.refusals import Refusal


@transaction.atomic
def create_customer(
    *, facts: dict[str, Any], shipping: dict[str, Any] | None = None, billing: dict[str, Any] | None = None
) -> User:
    """Make a customer who has no password yet; confirmed once they set one. Addresses are cleaned columns."""
    user = User()
    set_facts(user, facts={**facts, "is_confirmed": False})
    user.set_unusable_password()
    user.save()
    _put_defaults(user, shipping, billing)
    write_search_document(user)
    return user


@transaction.atomic
def update_customer(
    *,
    user: User,
    facts: dict[str, Any],
    shipping: dict[str, Any] | None = None,
    billing: dict[str, Any] | None = None,
) -> User:
    """Change a customer; a new e-mail or a confirmation brings earlier guest orders with it."""
    changed = set_facts(user, facts=facts)
    user.save()
    _put_defaults(user, shipping, billing)
    write_search_document(user)
    if "email" in changed or ("is_confirmed" in changed and user.is_confirmed):
        attach_guest_orders(user)
    return user


@transaction.atomic
def delete_customer(*, by: User | None, user: User) -> None:
    """Delete a customer's account; `by` is None for an app. `user.pk` stays readable."""
    check_deletable(by=by, user=user)
    if user.is_staff:
        raise Refusal("Cannot delete a staff account.", code="DELETE_STAFF_ACCOUNT", field="id")
    delete_user(user)


def customers() -> QuerySet[User]:
    """Return everybody who is not staff, and staff who bought something."""
    return User.objects.filter(Q(is_staff=False) | Exists(Order.objects.filter(user=OuterRef("pk"))))


def found_by(people: QuerySet[User], text: str) -> QuerySet[User]:
    """Narrow people down to those whom every word of a text fits.

    A word fits when a name, an e-mail or a word of an address begins with it; a telephone number only in full (E.164).
    """
    words = text.lower().split()
    if text and not words:
        return people.none()
    for word in words:
        if word.startswith("+"):
            people = people.filter(search_document__contains=f" {word} ")
        elif "@" in word:
            people = people.filter(search_document__contains=f" {word}")
        else:
            parts = Q(*(Q(search_document__contains=f" {part}") for part in words_in(word)))
            people = people.filter(parts | Q(search_document__contains=f" {word}"))
    return people


def _put_defaults(user: User, shipping: dict[str, Any] | None, billing: dict[str, Any] | None) -> None:
    if shipping:
        put_default(user=user, columns=shipping, address_type="SHIPPING")
    if billing:
        put_default(user=user, columns=billing, address_type="BILLING")
