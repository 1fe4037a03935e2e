"""Random customers in bad weather: whatever happens, the books agree."""

import pytest

from store.payments.sandbox.simulation import simulate


@pytest.mark.django_db
def test_sixty_customers_leave_books_that_agree() -> None:
    report = simulate(count=60, seed="suite")
    assert report.differences == []
    assert report.books.orders > 20
