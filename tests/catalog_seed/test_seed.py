"""Seeding the embedded engine; a few products stand for all, except in the test that seeds everything."""

import json
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from catalog_seed.apply import changes_of, plan, send
from catalog_seed.check import check
from catalog_seed.content import Content, read
from catalog_seed.files import Source
from catalog_seed.mistakes import Mistake, MistakesFound
from catalog_seed.nouns.settled import is_settled
from catalog_seed.plan import Shop
from store.backend import app_client
from store.engine.models import Group, Product, ProductVariant, Stock, User
from store.saleor.transports import InProcessTransport

pytestmark = pytest.mark.django_db

FEW = (
    "calf-massage-stick",
    "firm-pressure-ball",
    "calf-night-cramp-mini-chart",
    "night-cramp-pocket-guide",
    "night-cramp-relief-kit",
)


@pytest.fixture(scope="module")
def everything() -> Content:
    return read(check=check)


@pytest.fixture
def few(everything: Content) -> Content:
    return replace(everything, products=[product for product in everything.products if product.slug in FEW])


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The mutations that reach Saleor, by name; signing in is none that changes the shop."""
    names: list[str] = []
    honest = InProcessTransport.send

    def record(self: InProcessTransport, document: str, name: str, variables: dict[str, Any]) -> dict[str, Any]:
        if document.lstrip().startswith("mutation") and name != "TokenCreate":
            names.append(name)
        return honest(self, document, name, variables)

    monkeypatch.setattr(InProcessTransport, "send", record)
    return names


def seed(content: Content) -> list[str]:
    """Seed as the app alone; returns what was changed."""
    steps = plan(Shop(content, app_client(), None))
    list(send(steps))
    return [str(change) for change in changes_of(steps)]


def changed(content: Content, slug: str, **facts: Any) -> Content:
    """Return the content with other facts in one product."""
    products = [
        replace(product, facts=product.facts.model_copy(update=facts)) if product.slug == slug else product
        for product in content.products
    ]
    return replace(content, products=products)


def test_the_command_fills_an_empty_shop_and_a_second_run_sends_nothing(sent: list[str]) -> None:
    call_command("seed", stdout=StringIO())

    assert (Product.objects.count(), ProductVariant.objects.count()) == (65, 101)
    assert Product.objects.filter(media__isnull=True).count() == 0
    assert sorted(Group.objects.values_list("name", flat=True)) == [
        "Admin",
        "Call staff International",
        "Call staff US",
        "Supervisor",
    ]
    assert User.objects.get(email="us.agent@example.com").check_password("demo")
    assert list(Group.objects.get(name="Call staff US").channels.values_list("slug", flat=True)) == ["us"]

    sent.clear()
    said = StringIO()
    call_command("seed", stdout=said)

    assert sent == []
    assert said.getvalue() == "Nothing to do: the shop is as the files say.\n"


def test_a_product_arrives_with_all_its_facts(few: Content) -> None:
    seed(few)
    kit = Product.objects.get(slug="night-cramp-relief-kit")
    variant = kit.variants.get()

    assert kit.external_reference == "night-cramp-relief-kit"
    assert json.loads(kit.metadata["components"]) == ["TL-STICK-45", "TL-BALL-MED", "CH-CALF-A3", "BK-NCPG-PR"]
    assert json.loads(kit.metadata["related"])[0] == "gastrocnemius-soleus-night-cramp"
    assert kit.private_metadata["provenance"] == "demo"
    assert "provenance" not in kit.metadata
    assert {str(listing.price_amount) for listing in variant.channel_listings.all()} == {"42.950", "31.990"}
    # The scarcest part is the stick: 71 + 47.
    assert dict(variant.stocks.values_list("warehouse__slug", "quantity")) == {"us-warehouse": 71, "gb-warehouse": 47}


def test_a_changed_file_changes_what_it_says_and_nothing_else(few: Content, sent: list[str]) -> None:
    seed(few)
    stick = next(product for product in few.products if product.slug == "calf-massage-stick")
    dearer = stick.facts.variants[0].model_copy(
        update={"price": {"us": stick.facts.variants[0].price["us"] + 1, "intl": stick.facts.variants[0].price["intl"]}}
    )

    sent.clear()
    did = seed(changed(few, "calf-massage-stick", name="Leg Massage Stick", variants=[dearer]))

    assert did == ["update product calf-massage-stick: name", "update variant TL-STICK-45: price in us"]
    assert sent == ["ProductUpdate", "ProductVariantChannelListingUpdate"]
    assert Product.objects.get(slug="calf-massage-stick").name == "Leg Massage Stick"


def test_a_dry_run_lists_what_would_change_and_sends_nothing(sent: list[str]) -> None:
    said = StringIO()

    call_command("seed", "--dry-run", stdout=said, stderr=StringIO())

    lines = said.getvalue().splitlines()
    assert "create product calf-massage-stick" in lines
    assert lines[-1].endswith("nothing was sent.")
    assert sent == []
    assert not Product.objects.exists()


def test_an_interrupted_run_goes_on_where_it_stopped(few: Content) -> None:
    steps = plan(Shop(few, app_client(), None))
    for batch in send(steps):
        if batch[0].noun == "picture":
            break  # as if the power went off after the first picture
    assert not is_settled(app_client())

    rest = seed(few)

    assert "create product calf-massage-stick" not in rest
    assert sum(line.startswith("create picture") for line in rest) == len(FEW) - 1
    assert Product.objects.get(slug="calf-massage-stick").media.count() == 1
    assert is_settled(app_client())
    assert seed(few) == []


def test_stock_that_orders_have_changed_is_left_alone(few: Content) -> None:
    seed(few)
    Stock.objects.filter(product_variant__sku="TL-STICK-45").update(quantity=3)

    assert seed(few) == []
    assert set(Stock.objects.filter(product_variant__sku="TL-STICK-45").values_list("quantity", flat=True)) == {3}


def test_a_new_variant_joins_a_product_that_exists(few: Content) -> None:
    seed(few)
    stick = next(product for product in few.products if product.slug == "calf-massage-stick")
    longer = stick.facts.variants[0].model_copy(update={"sku": "TL-STICK-60", "option": "60 cm"})

    did = seed(changed(few, "calf-massage-stick", variants=[*stick.facts.variants, longer]))

    assert did == ["update attribute option: choices", "create variant TL-STICK-60"]
    assert ProductVariant.objects.get(sku="TL-STICK-60").name == "60 cm"


def test_a_mistake_stops_everything(monkeypatch: pytest.MonkeyPatch, sent: list[str], everything: Content) -> None:
    source: Source = everything.sources["channels"]

    def refuse(*_args: Any, **_options: Any) -> Content:
        raise MistakesFound([Mistake(source.file, 3, "Write it like 12.50.")])

    monkeypatch.setattr("catalog_seed.management.commands.seed.read", refuse)
    with pytest.raises(CommandError) as stopped:
        call_command("seed")

    assert str(stopped.value) == (
        "1 to put right in the files; nothing was changed.\ncatalog_seed/content/channels.yaml:3: Write it like 12.50."
    )
    assert sent == []


def test_a_seeded_shop_is_not_seeded_again_where_it_must_only_be_new(few: Content, sent: list[str]) -> None:
    seed(few)
    sent.clear()

    call_command("seed", "--if-new", stdout=StringIO())

    assert sent == []
    assert Product.objects.count() == len(FEW)


def test_outside_demo_mode_no_demo_account_is_made(
    few: Content, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = False
    User.objects.create_superuser("owner@example.com", "a long password")
    settings.SALEOR_STAFF_EMAIL, settings.SALEOR_STAFF_PASSWORD = "owner@example.com", "a long password"
    monkeypatch.setattr("catalog_seed.management.commands.seed.read", lambda **_options: few)

    call_command("seed", stdout=StringIO())

    assert list(User.objects.values_list("email", flat=True)) == ["owner@example.com"]
    assert Group.objects.count() == 4
