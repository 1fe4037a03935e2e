"""Products are made with their facts, channels and pictures; what was typed wrongly stands at its field."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from store.engine.actions.facts import Choice, Fact, give_facts
from store.engine.models import Attribute, Product, ProductMedia, ProductType
from tests.engine.admin_asking import form_of, product, signed_in
from tests.engine.test_files import png
from tests.factories import shop

pytestmark = pytest.mark.django_db


def with_facts(kind: ProductType) -> dict[str, Attribute]:
    """Give a product type one attribute of each common kind."""
    made = {}
    for place, (slug, input_type) in enumerate(
        {
            "hours": "NUMERIC",
            "level": "DROPDOWN",
            "muscles": "MULTISELECT",
            "renews": "BOOLEAN",
            "by": "PLAIN_TEXT",
        }.items()
    ):
        made[slug] = Attribute.objects.create(name=slug.title(), slug=slug, input_type=input_type)
        kind.attribute_products.create(attribute=made[slug], sort_order=place)
    made["level"].values.create(name="Advanced", slug="advanced")
    return made


def test_a_product_of_a_kind_is_made_with_its_facts_seen_and_sold_at_once(client: Client) -> None:
    us, intl, kind = shop.channel(), shop.channel(slug="intl"), ProductType.objects.create(name="Course", slug="course")
    facts = with_facts(kind)
    signed_in(client, "MANAGE_PRODUCTS")
    address = f"/admin/engine/product/add/?product_type={kind.pk}"

    answer = client.post(
        address,
        {
            **form_of(client, address),
            "name": "Jaw pain",
            "slug": "",
            f"fact_{facts['hours'].pk}": "2.5",
            f"fact_{facts['level'].pk}": "Advanced",
            f"fact_{facts['muscles'].pk}": ["Masseter", "Temporalis"],
            f"fact_{facts['renews'].pk}": "no",
            f"fact_{facts['by'].pk}": "Ada",
            "told_outcomes": "Find the masseter\nTreat it",
            "told_syllabus": "Masseter | 3 | 42",
            "channel_listings-0-is_published": "on",
            "variants-TOTAL_FORMS": 1,
            "variants-0-name": "Standard",
            "variants-0-sort_order": 0,
            f"variants-0-price_{us.pk}": "30",
        },
    )

    assert answer.status_code == 302, (answer.context["errors"], answer.context["adminform"].form.errors)
    made = Product.objects.get(slug="jaw-pain")
    told = {(row.value.attribute.slug, row.value.name) for row in made.attribute_values.all()}
    assert told == {
        ("hours", "2.5"),
        ("level", "Advanced"),
        ("muscles", "Masseter"),
        ("muscles", "Temporalis"),
        ("renews", "Renews: No"),
        ("by", "Ada"),
    }
    assert made.metadata == {
        "outcomes": '["Find the masseter", "Treat it"]',
        "syllabus": '[{"title": "Masseter", "lessons": 3, "minutes": 42}]',
    }
    assert " masseter " in made.search_document
    priced, published = made.channel_listings.get(channel=us), made.channel_listings.get(channel=intl)
    assert not priced.is_published
    assert (published.is_visible, published.is_available_for_purchase, published.visible_in_listings) == (True,) * 3


def test_facts_that_were_not_touched_stay_and_an_emptied_one_goes(client: Client) -> None:
    shop.channel()
    made = product()
    facts = with_facts(made.product_type)
    give_facts(
        owner=made,
        facts=[
            Fact(facts["hours"], numeric=2.0),
            Fact(facts["level"], choices=(Choice(name="Advanced"),)),
            Fact(facts["by"], plain_text="Ada"),
        ],
    )
    signed_in(client, "MANAGE_PRODUCTS")
    address = f"/admin/engine/product/{made.pk}/change/"

    answer = client.post(address, {**form_of(client, address), f"fact_{facts['by'].pk}": ""})

    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert {row.value.name for row in made.attribute_values.all()} == {"2", "Advanced"}


def test_a_mistaken_line_and_number_are_told_at_their_fields_with_all_that_was_typed(client: Client) -> None:
    kind = ProductType.objects.create(name="Course", slug="course")
    facts = with_facts(kind)
    signed_in(client, "MANAGE_PRODUCTS")
    address = f"/admin/engine/product/add/?product_type={kind.pk}"
    typed = {f"fact_{facts['hours'].pk}": "many", f"fact_{facts['level'].pk}": "Expert", "told_syllabus": "Masseter"}

    answer = client.post(address, {**form_of(client, address), **typed})

    form = answer.context["adminform"].form
    assert set(form.errors) == {"name", f"fact_{facts['hours'].pk}", "told_syllabus"}
    assert {name: form[name].value() for name in typed} == typed
    assert '<option value="Expert" selected>' in answer.content.decode()


def test_the_kind_is_asked_first(client: Client) -> None:
    for name in ("Chart", "Tool"):
        ProductType.objects.create(name=name, slug=name.lower())
    signed_in(client, "MANAGE_PRODUCTS")

    page = client.get("/admin/engine/product/add/").content.decode()

    assert f"?product_type={ProductType.objects.get(slug='tool').pk}" in page


def test_pictures_go_behind_the_others_and_what_is_none_is_refused(client: Client) -> None:
    made = product()
    made.media.create(image="products/first.png", sort_order=3)
    signed_in(client, "MANAGE_PRODUCTS")
    address = f"/admin/engine/product/{made.pk}/change/"

    def send(file: SimpleUploadedFile) -> Any:
        sent = {**form_of(client, address), "media-TOTAL_FORMS": 2, "media-1-image": file, "media-1-sort_order": 0}
        return client.post(address, {**sent, "media-1-alt": "A calf"})

    broken = send(SimpleUploadedFile("calf.png", b"no picture"))
    good = send(SimpleUploadedFile("calf.png", png(), content_type="image/png"))

    formset = next(row.formset for row in broken.context["inline_admin_formsets"] if row.opts.model is ProductMedia)
    assert list(formset.errors[1]) == ["image"]
    assert formset.forms[1]["alt"].value() == "A calf"
    assert good.status_code == 302
    assert [(picture.alt, picture.sort_order) for picture in made.media.all()] == [("", 3), ("A calf", 4)]
