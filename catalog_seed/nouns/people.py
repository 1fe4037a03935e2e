"""Permission groups, and in demo mode the accounts that one can try the shop with.

Saleor lets no app touch groups and staff, so a person's session does it.
"""

from django.conf import settings

from catalog_seed.plan import Change, Shop, Step, accepted, created, differing
from catalog_seed.shapes import Account, StaffGroup
from store.backend import set_demo_password
from store.saleor.client import SaleorClient
from store.saleor.client.enums import PermissionEnum
from store.saleor.client.fragments import SeedGroup, SeedStaffMember
from store.saleor.client.input_types import (
    PermissionGroupCreateInput,
    PermissionGroupUpdateInput,
    StaffCreateInput,
    StaffUpdateInput,
    UserCreateInput,
)


def people(shop: Shop) -> list[Step]:
    """Return what to do about groups and, in demo mode, accounts; nothing without a staff session."""
    if shop.staff is None:
        return []
    answer = shop.staff.seed_groups()
    groups = {edge.node.name: edge.node for edge in (answer.edges if answer else [])}
    shop.ids |= {("group", name): group.id for name, group in groups.items()}
    staff = shop.staff
    first = [c for group in shop.content.people.groups if (c := _group(shop, staff, group, groups.get(group.name)))]
    if not settings.DEMO:
        return [Step(first)]
    found = staff.seed_staff()
    members = {edge.node.email: edge.node for edge in (found.edges if found else [])}
    second = []
    for account in shop.content.people.demo_accounts:
        if account.groups:
            change = _member(shop, staff, account, members.get(account.email))
        else:
            change = _customer(staff, account)
        second += [change] if change else []
    return [Step(first), Step(second)]


def _group(shop: Shop, staff: SaleorClient, wanted: StaffGroup, found: SeedGroup | None) -> Change | None:
    what = f"group {wanted.name}"
    codes = [code.value for code in PermissionEnum] if wanted.permissions == "all" else list(wanted.permissions)
    channels = wanted.channels

    def create() -> None:
        made = PermissionGroupCreateInput(
            name=wanted.name,
            add_permissions=[PermissionEnum(code) for code in codes],
            restricted_access_to_channels=bool(channels),
            add_channels=[shop.id("channel", slug) for slug in channels],
        )
        answer = accepted(staff.permission_group_create(made), what)
        shop.ids["group", wanted.name] = created(answer.group, what)

    if found is None:
        return Change("group", wanted.name, create, is_new=True)
    may = {permission.code.value for permission in found.permissions or []}
    reach = (
        {channel.slug for channel in found.accessible_channels or []} if found.restricted_access_to_channels else set()
    )
    differs = differing(
        {"permissions": set(codes), "channels": set(channels)},
        {"permissions": may, "channels": reach},
    )

    def update() -> None:
        changed = PermissionGroupUpdateInput(
            add_permissions=[PermissionEnum(code) for code in codes if code not in may],
            remove_permissions=[PermissionEnum(code) for code in sorted(may - set(codes))],
            restricted_access_to_channels=bool(channels),
            add_channels=[shop.id("channel", slug) for slug in channels if slug not in reach],
            remove_channels=[shop.id("channel", slug) for slug in sorted(reach - set(channels))],
        )
        accepted(staff.permission_group_update(found.id, changed), what)

    return Change("group", wanted.name, update, differs=differs) if differs else None


def _member(shop: Shop, staff: SaleorClient, wanted: Account, found: SeedStaffMember | None) -> Change | None:
    what = f"account {wanted.email}"

    def create() -> None:
        made = StaffCreateInput(
            email=wanted.email,
            first_name=wanted.first_name,
            last_name=wanted.last_name,
            is_active=True,
            add_groups=[shop.id("group", name) for name in wanted.groups],
        )
        accepted(staff.staff_create(made), what)
        set_demo_password(wanted.email)

    if found is None:
        return Change("account", wanted.email, create, is_new=True)
    member_of = {group.name for group in found.permission_groups or []}
    missing = [name for name in wanted.groups if name not in member_of]
    differs = differing(
        {"name": (wanted.first_name, wanted.last_name), "groups": []},
        {"name": (found.first_name, found.last_name), "groups": missing},
    )

    def update() -> None:
        changed = StaffUpdateInput(
            first_name=wanted.first_name,
            last_name=wanted.last_name,
            add_groups=[shop.id("group", name) for name in missing],
        )
        accepted(staff.staff_update(found.id, changed), what)

    return Change("account", wanted.email, update, differs=differs) if differs else None


def _customer(staff: SaleorClient, wanted: Account) -> Change | None:
    if staff.seed_customer(wanted.email) is not None:
        return None

    def create() -> None:
        made = UserCreateInput(
            email=wanted.email,
            first_name=wanted.first_name,
            last_name=wanted.last_name,
            is_active=True,
            is_confirmed=True,
        )
        accepted(staff.seed_customer_create(made), f"account {wanted.email}")
        set_demo_password(wanted.email)

    return Change("account", wanted.email, create, is_new=True)
