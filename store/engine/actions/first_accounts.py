"""Accounts that no mutation can make: the very first admin, and passwords for trying the shop."""

from store.engine.models import User


def ensure_admin(*, email: str, password: str) -> None:
    """Make an admin who may do everything, unless somebody on the staff exists already."""
    if not User.objects.filter(is_staff=True).exists():
        User.objects.create_superuser(email, password)


def set_password(*, email: str, password: str) -> None:
    """Set a person's password without the rules that hold for people: trying the shop should be easy."""
    user = User.objects.get(email=email.lower())
    user.set_password(password)
    user.save(update_fields=["password"])
