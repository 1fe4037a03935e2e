"""How far a member of staff reaches: nobody hands on a permission or a channel that they do not hold themselves."""

from collections.abc import Iterable

from store.engine.models import App, Channel, Group, User
from store.engine.permissions import PERMISSIONS


def codes_of(holder: User | App | None) -> frozenset[str]:
    """Return the permission codes that a user or an app holds; a superuser holds all."""
    if holder is None or not holder.is_active:
        return frozenset()
    if isinstance(holder, App):
        return frozenset(holder.permissions)
    return frozenset(PERMISSIONS) if holder.is_superuser else holder.permission_codes


def channels_of(user: User) -> set[int]:
    """Return the primary keys of the channels that a user's groups open."""
    groups = list(user.groups.prefetch_related("channels"))
    if any(not group.restricted_access_to_channels for group in groups):
        return set(Channel.objects.values_list("pk", flat=True))
    return {channel.pk for group in groups for channel in group.channels.all()}


def out_of_reach(holder: User | App | None, codes: Iterable[str]) -> list[str]:
    """Return those of the permission codes that the holder may not hand on."""
    held = codes_of(holder)
    return [code for code in codes if code not in held]


def may_manage_group(user: User, group: Group) -> bool:
    """Tell whether a group's permissions and channels are all the user's own."""
    if out_of_reach(user, group.permissions):
        return False
    if user.is_superuser:
        return True
    opened = (
        {channel.pk for channel in group.channels.all()}
        if group.restricted_access_to_channels
        else set(Channel.objects.values_list("pk", flat=True))
    )
    return opened <= channels_of(user)


def users_beyond(user: User, others: Iterable[User]) -> list[User]:
    """Return those who hold a permission that the user does not."""
    held = codes_of(user)
    return [other for other in others if not codes_of(other) <= held]


def unmanaged(codes: Iterable[str], *, without_users: Iterable[User] = (), of_group: Group | None = None) -> list[str]:
    """Return those of the codes that no active holder of MANAGE_STAFF would hold without these users.

    With `of_group` the users leave that group only.
    """
    gone = {user.pk for user in without_users}
    groups = []
    for group in Group.objects.prefetch_related("users"):
        members = {user.pk for user in group.users.all() if user.is_active}
        if of_group is None or of_group.pk == group.pk:
            members -= gone
        groups.append((set(group.permissions), members))
    managers: set[int] = set()
    for permissions, members in groups:
        if "MANAGE_STAFF" in permissions:
            managers |= members
    held: set[str] = set()
    for permissions, members in groups:
        if members & managers:
            held |= permissions
    return sorted(set(codes) - held)
