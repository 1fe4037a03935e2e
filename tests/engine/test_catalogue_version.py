"""Whatever is written to the catalogue gives it a version that it never had before."""

from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import F

from store.engine.catalogue_version import catalogue_version
from store.engine.models import Category, CollectionProduct, OrderNumber, Product, Stock, User
from tests.factories import catalogue

pytestmark = pytest.mark.django_db
in_the_transaction = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL: only after the transaction")


@in_the_transaction
def test_every_way_of_writing_changes_the_version() -> None:
    made = catalogue.product(name="Cane", slug="cane")
    shelf = catalogue.collection(name="Tools")
    seen: set[UUID | None] = {catalogue_version()}
    assert None not in seen
    made.name = "Long cane"
    made.save()
    seen.add(catalogue_version())
    Product.objects.filter(pk=made.pk).update(slug="long-cane")
    seen.add(catalogue_version())
    Stock.objects.update(quantity=F("quantity") - 1)
    seen.add(catalogue_version())
    Category.objects.bulk_create([Category(name="Tools", slug="tools"), Category(name="Books", slug="books")])
    seen.add(catalogue_version())
    CollectionProduct.objects.create(collection=shelf, product=made)
    seen.add(catalogue_version())
    made.delete()
    seen.add(catalogue_version())
    assert len(seen) == 7


@in_the_transaction
def test_reading_and_what_no_catalogue_page_shows_leave_the_version() -> None:
    catalogue.product()
    before = catalogue_version()
    list(Product.objects.all())
    User.objects.create_user("ann@example.com", "password")
    OrderNumber.objects.create()
    assert catalogue_version() == before


@in_the_transaction
def test_what_was_rolled_back_leaves_the_version_and_its_token_never_comes_again() -> None:
    made = catalogue.product()
    before = catalogue_version()
    tokens = []
    for _ in range(2):
        with transaction.atomic():
            Product.objects.filter(pk=made.pk).update(name="Not for long")
            tokens.append(catalogue_version())
            transaction.set_rollback(True)
    assert catalogue_version() == before
    assert len({before, *tokens}) == 3


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_a_write_changes_the_version_too() -> None:
    made = catalogue.product()
    before = catalogue_version()
    made.name = "New"
    made.save()
    assert catalogue_version() != before


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_saved_changes_the_version_and_one_that_is_not_does_not() -> None:
    made = catalogue.product()
    before = catalogue_version()
    with transaction.atomic():
        Product.objects.filter(pk=made.pk).update(name="Not for long")
        transaction.set_rollback(True)
    assert catalogue_version() == before
    with transaction.atomic():
        for name in ("One", "Two"):
            with transaction.atomic():
                Product.objects.filter(pk=made.pk).update(name=name)
    after = catalogue_version()
    assert after != before
    with transaction.atomic():
        Product.objects.filter(pk=made.pk).update(name="Three")
        with transaction.atomic():
            Product.objects.filter(pk=made.pk).update(name="Undone")
            transaction.set_rollback(True)
    assert catalogue_version() != after
