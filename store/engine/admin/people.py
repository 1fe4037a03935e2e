"""Customers."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import Group as AuthGroup
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from store.engine.actions.person import write_search_document
from store.engine.admin.base import Section
from store.engine.models import User

admin.site.unregister(AuthGroup)  # permissions come from Saleor's groups


@admin.register(User)
class CustomerSection(Section):
    """Customers: who they are, and what staff noted. Staff have a section of their own."""

    writes = ("MANAGE_USERS",)
    list_display = ("email", "first_name", "last_name", "show_orders", "is_active", "is_confirmed", "date_joined")
    list_filter = ("is_active", "is_confirmed")
    search_fields = ("email", "first_name", "last_name", "search_document")
    ordering = ("-date_joined",)
    fields = (
        "email",
        ("first_name", "last_name"),
        "note",
        ("is_active", "is_confirmed"),
        "date_joined",
        "show_addresses",
    )
    readonly_fields = ("email", "date_joined", "show_addresses", "is_confirmed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Leave staff out; count orders in the same query."""
        people: QuerySet[User] = super().get_queryset(request)
        return people.filter(is_staff=False).annotate(order_count=Count("orders", distinct=True))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Save the customer and what they are found by."""
        super().save_model(request, obj, form, change)
        write_search_document(obj)

    @admin.display(description="Orders", ordering="order_count")
    def show_orders(self, person: Any) -> int:
        """Return how many orders the customer placed."""
        return int(person.order_count)

    @admin.display(description="Addresses")
    def show_addresses(self, person: User) -> str:
        """Return the address book."""
        return "\n".join(str(address) for address in person.addresses.all()) or "–"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Customers are made at the desk or register themselves."""
        return False

    has_delete_permission = has_add_permission
