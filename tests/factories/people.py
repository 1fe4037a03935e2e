"""People and apps for tests."""

from itertools import count
from typing import Any

from store.engine.models import Address, App, Channel, Group, User

_number = count(1)
PASSWORD = "correct horse"


def user(
    *,
    email: str = "",
    password: str = PASSWORD,
    permissions: list[str] | None = None,
    channels: list[Channel] | None = None,
    is_confirmed: bool = True,
    **facts: Any,
) -> User:
    """Make a customer; with `permissions` a member of staff, with `channels` one who is limited to them."""
    if permissions is not None:
        facts.setdefault("is_staff", True)
    made = User.objects.create_user(
        email or f"person{next(_number)}@example.com", password, is_confirmed=is_confirmed, **facts
    )
    if permissions is not None:
        made.groups.add(group(permissions=permissions, channels=channels))
    return made


def superuser(*, email: str = "") -> User:
    """Make an admin who may do everything."""
    return User.objects.create_superuser(email or f"admin{next(_number)}@example.com", PASSWORD)


def group(*, name: str = "", permissions: list[str] | None = None, channels: list[Channel] | None = None) -> Group:
    """Make a permission group; with `channels` it is limited to them."""
    made = Group.objects.create(
        name=name or f"Group {next(_number)}",
        permissions=permissions or [],
        restricted_access_to_channels=channels is not None,
    )
    made.channels.set(channels or [])
    return made


def app(*, name: str = "", permissions: list[str] | None = None, **facts: Any) -> App:
    """Make an active app."""
    return App.objects.create(name=name or f"App {next(_number)}", permissions=permissions or [], **facts)


def address(*, of: User | None = None, **facts: Any) -> Address:
    """Make an address in London, or another one by `facts`; with `of` it stands in that person's address book."""
    made = Address.objects.create(
        **{
            "first_name": "Ada",
            "last_name": "Lovelace",
            "street_address_1": "12 St James's Square",
            "city": "LONDON",
            "postal_code": "SW1Y 4JH",
            "country": "GB",
            "phone": "+442079460000",
            **facts,
        }
    )
    if of is not None:
        of.addresses.add(made)
    return made
