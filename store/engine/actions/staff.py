"""Members of staff: nobody puts anyone into a group that reaches further than they do themselves."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from store.engine.actions.person import attach_guest_orders, set_facts, write_search_document
from store.engine.actions.reach import codes_of, out_of_reach, unmanaged, users_beyond
from store.engine.global_id import to_global_id
from store.engine.models import Group, User
from store.engine.refusals import Refusal, Refusals


@transaction.atomic
def create_staff(*, by: User, facts: dict[str, Any], groups: Iterable[Group]) -> tuple[User, bool]:
    """Make a member of staff, or turn the customer with this e-mail into one; return whether they are new."""
    email = (facts.get("email") or "").lower()
    known = User.objects.filter(email=email, is_staff=False).first() if email else None
    user = known or User()
    groups = list(groups)
    refusals = _beyond_groups(by, groups, field="addGroups")
    if refusals:
        raise Refusals(refusals)
    user.is_staff = True
    set_facts(user, facts=facts)
    if known is None:
        user.set_unusable_password()
    user.save()
    user.groups.add(*groups)
    write_search_document(user)
    return user, known is None


@transaction.atomic
def update_staff(
    *, by: User, user: User, facts: dict[str, Any], add: Iterable[Group] = (), remove: Iterable[Group] = ()
) -> User:
    """Change a member of staff. Raises Refusals: OUT_OF_SCOPE_USER, OUT_OF_SCOPE_GROUP, DEACTIVATE_… and others."""
    _check_reach(by, user, field="id", message="You can't manage this user.")
    add, remove = list(add), list(remove)
    twice = {group.pk for group in add} & {group.pk for group in remove}
    if twice:
        raise Refusal(
            "The same object cannot be in both lists for adding and removing items.",
            code="DUPLICATED_INPUT_ITEM",
            field="groups",
        )
    refusals = [*_beyond_groups(by, add, field="addGroups"), *_beyond_groups(by, remove, field="removeGroups")]
    if facts.get("is_active") is False:
        refusals += _against_deactivating(by, user)
    if refusals:
        raise Refusals(refusals)
    changed = set_facts(user, facts=facts)
    user.save()
    user.groups.add(*add)
    user.groups.remove(*remove)
    write_search_document(user)
    if "email" in changed:
        attach_guest_orders(user)
    return user


@transaction.atomic
def delete_staff(*, by: User, user: User) -> None:
    """Delete a member of staff; `user.pk` stays readable. Raises Refusals: DELETE_…, OUT_OF_SCOPE_USER and others."""
    if not user.is_staff:
        users = [to_global_id("User", user.pk)]
        raise Refusal("Cannot delete a non-staff users.", code="DELETE_NON_STAFF_USER", field="id", users=users)
    check_deletable(by=by, user=user)
    _check_reach(by, user, field="id", message="You can't manage this users.")
    if not by.is_superuser and (left := _left_by(user)):
        raise Refusal(
            "Users cannot be removed, some of permissions will not be manageable.",
            code="LEFT_NOT_MANAGEABLE_PERMISSION",
            field="id",
            permissions=left,
        )
    delete_user(user)


def check_deletable(*, by: User | None, user: User) -> None:
    """Raise Refusal unless `by` (None for an app) may delete an account that is not their own."""
    if by is not None and user.pk == by.pk:
        raise Refusal("You cannot delete your own account.", code="DELETE_OWN_ACCOUNT", field="id")
    if user.is_superuser:
        raise Refusal("Cannot delete this account.", code="DELETE_SUPERUSER_ACCOUNT", field="id")


def delete_user(user: User) -> None:
    """Delete an account; its orders stay with their e-mail. `user.pk` stays readable."""
    key = user.pk
    user.delete()
    user.pk = key


def _check_reach(by: User, user: User, *, field: str, message: str) -> None:
    if not by.is_superuser and users_beyond(by, [user]):
        raise Refusal(message, code="OUT_OF_SCOPE_USER", field=field, users=[to_global_id("User", user.pk)])


def _beyond_groups(by: User, groups: Iterable[Group], *, field: str) -> list[Refusal]:
    beyond = [] if by.is_superuser else [group for group in groups if out_of_reach(by, group.permissions)]
    if not beyond:
        return []
    ids = [to_global_id("Group", group.pk) for group in beyond]
    return [Refusal("You can't manage these groups.", code="OUT_OF_SCOPE_GROUP", field=field, groups=ids)]


def _against_deactivating(by: User, user: User) -> list[Refusal]:
    if by.pk == user.pk:
        return [
            Refusal("Cannot deactivate your own account.", code="DEACTIVATE_OWN_ACCOUNT", field="isActive"),
        ]
    if user.is_superuser:
        return [
            Refusal("Cannot deactivate superuser's account.", code="DEACTIVATE_SUPERUSER_ACCOUNT", field="isActive"),
        ]
    left = [] if by.is_superuser else _left_by(user)
    if not left:
        return []
    message = "Users cannot be deactivated, some of permissions will not be manageable."
    return [Refusal(message, code="LEFT_NOT_MANAGEABLE_PERMISSION", field="isActive", permissions=left)]


def _left_by(user: User) -> list[str]:
    """Return the permissions that nobody could hand on any more without this user."""
    held = codes_of(user)
    return unmanaged(held, without_users=[user]) if "MANAGE_STAFF" in held else []
