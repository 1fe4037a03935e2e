"""Asking the admin as a browser would."""

from decimal import Decimal
from typing import Any

from django.db.models.fields.files import FieldFile
from django.test import Client

from store.engine.models import (
    Channel,
    Group,
    Product,
    ProductType,
    ProductVariant,
    ProductVariantChannelListing,
    Stock,
    User,
    Warehouse,
)


def signed_in(client: Client, *permissions: str) -> Client:
    """Sign staff in who hold these permissions."""
    user = User.objects.create_user("staff@example.com", "password", is_staff=True)
    group = Group.objects.create(name="Some", permissions=list(permissions))
    user.groups.add(group)
    client.force_login(user)
    return client


def product(slug: str = "chart", *, price: str = "20.00", stock: int = 5) -> Product:
    """Make a product with one variant that is listed in every channel."""
    kind, _ = ProductType.objects.get_or_create(slug="chart", defaults={"name": "Chart"})
    made = Product.objects.create(name=slug.title(), slug=slug, product_type=kind)
    variant = ProductVariant.objects.create(product=made, name="Laminated", sku=f"{slug}-L".upper())
    made.default_variant = variant
    made.save()
    for channel in Channel.objects.all():
        made.channel_listings.create(channel=channel, is_published=True, visible_in_listings=True)
        ProductVariantChannelListing.objects.create(variant=variant, channel=channel, price_amount=Decimal(price))
    for warehouse in Warehouse.objects.all():
        Stock.objects.create(product_variant=variant, warehouse=warehouse, quantity=stock)
    return made


def form_of(client: Client, address: str) -> dict[str, Any]:
    """Return what the browser would send of a form that nobody touched."""
    context = client.get(address).context
    forms = [context["adminform"].form]
    sent: dict[str, Any] = {}
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if hasattr(value, "strftime"):
                sent[f"{bound.html_name}_0"], sent[f"{bound.html_name}_1"] = f"{value:%Y-%m-%d}", f"{value:%H:%M:%S}"
            elif value is not None and value is not False and not isinstance(value, FieldFile):
                sent[bound.html_name] = value
    return sent
