"""Permission groups: nobody hands on a permission or a channel that they do not hold themselves."""

from typing import Any

from django.db import IntegrityError, transaction

from store.engine.actions.reach import channels_of, codes_of, may_manage_group, out_of_reach, unmanaged, users_beyond
from store.engine.global_id import to_global_id
from store.engine.models import Channel, Group, User
from store.engine.refusals import Refusal, Refusals

BEYOND_PERMISSION = "You can't add permission that you don't have."
BEYOND_CHANNEL = "You can't add channel that you don't have access to."


@transaction.atomic
def create_group(
    *,
    by: User,
    name: str,
    restricted: bool = False,
    permissions: list[str],
    users: list[User],
    channels: list[Channel],
) -> Group:
    """Make a permission group. Raises Refusals: OUT_OF_SCOPE_PERMISSION, OUT_OF_SCOPE_CHANNEL, UNIQUE and others."""
    group = Group(name=name, restricted_access_to_channels=restricted)
    _check_opening(by, restricted)
    channels = channels if restricted else []
    _raise(
        [
            *_beyond_channels(by, channels, field="addChannels"),
            *_beyond_permissions(by, permissions, field="addPermissions"),
            *_not_staff(users),
        ]
    )
    group.permissions = sorted(set(permissions))
    _save(group)
    group.channels.add(*channels)
    group.users.add(*users)
    return group


@transaction.atomic
def update_group(*, by: User, group: Group, changes: dict[str, Any]) -> Group:
    """Change a group: `name`, `restricted_access_to_channels` and lists to add and remove, with rows in them."""
    _check_manageable(by, group)
    add, remove = _lists(changes, "add"), _lists(changes, "remove")
    _raise(_in_both(add, remove))
    restricted = changes.get("restricted_access_to_channels")
    _check_opening(by, restricted)
    limited = group.restricted_access_to_channels if restricted is None else restricted
    _raise(
        [
            *_beyond_channels(by, add["channels"] if limited else [], field="addChannels"),
            *_beyond_channels(by, remove["channels"], field="removeChannels"),
            *_beyond_permissions(by, add["permissions"], field="addPermissions"),
            *_against_removing_permissions(by, group, remove["permissions"]),
            *_not_staff(add["users"]),
            *_against_removing_users(by, group, remove["users"], add["users"]),
        ]
    )
    if changes.get("name") is not None:
        group.name = changes["name"]
    group.restricted_access_to_channels = limited
    group.permissions = sorted((set(group.permissions) | set(add["permissions"])) - set(remove["permissions"]))
    _save(group)
    group.users.add(*add["users"])
    group.users.remove(*remove["users"])
    if limited:
        group.channels.add(*add["channels"])
        group.channels.remove(*remove["channels"])
    else:
        group.channels.clear()
    return group


@transaction.atomic
def delete_group(*, by: User, group: Group) -> None:
    """Delete a group; `group.pk` stays readable. Raises Refusal: OUT_OF_SCOPE_…, CANNOT_REMOVE_FROM_LAST_GROUP, …."""
    _check_manageable(by, group)
    if not by.is_superuser:
        if list(by.groups.all()) == [group]:
            raise Refusal("You cannot delete your last group.", code="CANNOT_REMOVE_FROM_LAST_GROUP", field="id")
        if left := unmanaged(group.permissions, without_users=group.users.all(), of_group=group):
            message = "Group cannot be removed, some of permissions will not be manageable."
            raise Refusal(message, code="LEFT_NOT_MANAGEABLE_PERMISSION", field="id", permissions=left)
    key = group.pk
    group.delete()
    group.pk = key


def _lists(changes: dict[str, Any], verb: str) -> dict[str, list[Any]]:
    return {name: list(changes.get(f"{verb}_{name}") or []) for name in ("permissions", "users", "channels")}


def _raise(refusals: list[Refusal]) -> None:
    if refusals:
        raise Refusals(refusals)


def _save(group: Group) -> None:
    if not group.name:
        raise Refusal("This field cannot be blank.", code="REQUIRED", field="name")
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise Refusal("Group with this Name already exists.", code="UNIQUE", field="name") from error


def _check_manageable(by: User, group: Group) -> None:
    if by.is_superuser or may_manage_group(by, group):
        return
    if out_of_reach(by, group.permissions):
        raise Refusal("You can't manage group with permissions out of your scope.", code="OUT_OF_SCOPE_PERMISSION")
    raise Refusal("You can't manage group with channels out of your scope.", code="OUT_OF_SCOPE_CHANNEL")


def _check_opening(by: User, restricted: bool | None) -> None:
    """Only those who reach every channel may open a group to every channel."""
    if restricted is not False or by.is_superuser:
        return
    if Channel.objects.exclude(pk__in=channels_of(by)).exists():
        message = "You can't manage group with channels out of your scope."
        raise Refusal(message, code="OUT_OF_SCOPE_CHANNEL", field="restrictedAccessToChannels")


def _in_both(add: dict[str, list[Any]], remove: dict[str, list[Any]]) -> list[Refusal]:
    message = "The same object cannot be in both lists for adding and removing items."
    return [
        Refusal(message, code="DUPLICATED_INPUT_ITEM", field=name)
        for name, rows in add.items()
        if any(row in remove[name] for row in rows)
    ]


def _beyond_permissions(by: User, codes: list[str], *, field: str) -> list[Refusal]:
    missing = out_of_reach(by, codes)
    if not missing:
        return []
    return [Refusal(BEYOND_PERMISSION, code="OUT_OF_SCOPE_PERMISSION", field=field, permissions=missing)]


def _beyond_channels(by: User, channels: list[Channel], *, field: str) -> list[Refusal]:
    reached = set() if by.is_superuser or not channels else channels_of(by)
    beyond = [] if by.is_superuser else [channel for channel in channels if channel.pk not in reached]
    if not beyond:
        return []
    ids = [to_global_id("Channel", channel.pk) for channel in beyond]
    return [Refusal(BEYOND_CHANNEL, code="OUT_OF_SCOPE_CHANNEL", field=field, channels=ids)]


def _not_staff(users: list[User]) -> list[Refusal]:
    ids = [to_global_id("User", user.pk) for user in users if not user.is_staff]
    if not ids:
        return []
    return [Refusal("User must be staff member.", code="ASSIGN_NON_STAFF_MEMBER", field="addUsers", users=ids)]


def _against_removing_permissions(by: User, group: Group, codes: list[str]) -> list[Refusal]:
    field = "removePermissions"
    refusals = _beyond_permissions(by, codes, field=field)
    if codes and not by.is_superuser and unmanaged(codes, without_users=group.users.all(), of_group=group):
        message = "Permissions cannot be removed, some of permissions will not be manageable."
        refusals.append(Refusal(message, code="LEFT_NOT_MANAGEABLE_PERMISSION", field=field, permissions=codes))
    return refusals


def _against_removing_users(by: User, group: Group, users: list[User], added: list[User]) -> list[Refusal]:
    if not users:
        return []
    refusals = []
    beyond = [] if by.is_superuser else users_beyond(by, users)
    if beyond:
        ids = [to_global_id("User", user.pk) for user in beyond]
        refusals.append(
            Refusal("You can't manage these users.", code="OUT_OF_SCOPE_USER", field="removeUsers", users=ids)
        )
    if by in users and by.groups.count() == 1:
        refusals.append(
            Refusal(
                "You cannot remove yourself from your last group.",
                code="CANNOT_REMOVE_FROM_LAST_GROUP",
                field="removeUsers",
                users=[to_global_id("User", by.pk)],
            )
        )
    if not by.is_superuser and not any("MANAGE_STAFF" in codes_of(user) for user in added):
        left = unmanaged(group.permissions, without_users=users, of_group=group)
        if left:
            message = "Users cannot be removed, some of permissions will not be manageable."
            code = "LEFT_NOT_MANAGEABLE_PERMISSION"
            refusals.append(Refusal(message, code=code, field="removeUsers", permissions=left))
    return refusals
