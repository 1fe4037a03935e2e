"""Links on which an order taken by phone is paid."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from store.payments.gateway import gateway
from store.payments.models import CODE_ALPHABET, PayLink, Payment, PaymentStatus, new_code
from store.payments.pay_links import (
    LinkIsDead,
    PaymentInFlight,
    cancel_links,
    link_of,
    link_state,
    live_link,
    make_link,
    open_link,
    order_of_link,
)
from store.payments.sandbox import objects
from tests.payments.conftest import Till


def open_page(link: PayLink) -> str:
    return open_link(link, return_url="http://testserver/done", cancel_url="http://testserver/p")


def paying(till: Till) -> tuple[PayLink, Payment]:
    """A link whose page is open."""
    link = make_link(order_id=till.order(total=4428))
    open_page(link)
    return link, Payment.objects.latest("created_at")


def test_a_link_asks_for_what_is_owed_and_lives_three_days(till: Till) -> None:
    link = make_link(order_id=till.order(total=4428))
    assert (link.amount, link.currency, link.order_number, link.channel) == (4428, "USD", "17", "us")
    assert link_of(link.code).pk == link.pk
    with (
        time_machine.travel(timezone.now() + timedelta(hours=73)),
        pytest.raises(LinkIsDead, match="expired"),
    ):
        link_of(link.code)


def test_a_code_can_be_read_out(till: Till) -> None:
    link = make_link(order_id=till.order())
    assert len(link.code) == 12
    assert set(link.code) <= set(CODE_ALPHABET)
    assert link_of(link.spoken_code.lower().replace("-", " ")).pk == link.pk
    with pytest.raises(LinkIsDead, match="unknown"):
        link_of("ACDEFGHJKMNP")


def test_paying_on_a_link_pays_the_order(till: Till) -> None:
    link, payment = paying(till)
    assert link_state(order_id="order") == "paying"
    till.pay(payment)
    till.deliver()
    assert link_state(order_id="order") == "paid"
    assert till.saleor.charged("order") == 4428
    with pytest.raises(LinkIsDead, match="paid"):
        open_page(link)


def test_a_link_tells_how_it_stands(till: Till) -> None:
    assert link_state(order_id="order") == "none"
    link = make_link(order_id=till.order())
    assert link_state(order_id="order") == "sent"
    open_page(link)
    payment = Payment.objects.get()
    objects.decline(payment.session_id or "")
    till.deliver()
    assert link_state(order_id="order") == "declined"
    objects.expire(payment.session_id or "")
    till.deliver()
    assert link_state(order_id="order") == "opened"
    cancel_links(order_id="order")
    assert link_state(order_id="order") == "cancelled"


def test_a_new_link_ends_the_old_one_and_its_page(till: Till) -> None:
    old, payment = paying(till)
    new = make_link(order_id="order")
    with pytest.raises(LinkIsDead, match="cancelled"):
        link_of(old.code)
    assert gateway().session(payment.session_id or "").status == "expired"
    assert live_link(order_id="order") == new


def test_a_link_dies_when_its_order_is_edited_cancelled_or_gone(till: Till) -> None:
    link = make_link(order_id=till.order(total=4428))
    till.saleor.orders["order"].total = 5000
    with pytest.raises(LinkIsDead, match="changed"):
        open_page(link)
    till.saleor.orders["order"].status = "CANCELED"
    with pytest.raises(LinkIsDead, match="cancelled"):
        open_page(link)
    del till.saleor.orders["order"]
    with pytest.raises(LinkIsDead, match="cancelled"):
        open_page(link)


def test_a_link_whose_order_changed_closes_the_page_that_it_opened(till: Till) -> None:
    link, payment = paying(till)
    till.saleor.orders["order"].total = 5000
    with pytest.raises(LinkIsDead, match="changed"):
        order_of_link(link)
    assert gateway().session(payment.session_id or "").status == "expired"
    assert live_link(order_id="order") is None


def test_opening_a_link_again_leads_to_the_page_that_is_open(till: Till) -> None:
    link = make_link(order_id=till.order(total=4428))
    assert open_page(link) == open_page(link)
    assert Payment.objects.count() == 1
    objects.expire(Payment.objects.get().session_id or "")
    till.deliver()
    open_page(link)
    assert Payment.objects.count() == 2


def test_codes_are_drawn_from_more_than_can_be_tried(till: Till) -> None:
    assert len(CODE_ALPHABET) ** 12 > 5 * 10**16
    assert len({new_code() for _ in range(1000)}) == 1000
    assert not set(CODE_ALPHABET) & set("0O1IL5S8B2Z")


def test_an_order_that_owes_nothing_gets_no_link(till: Till) -> None:
    with pytest.raises(LinkIsDead, match="paid"):
        make_link(order_id=till.order(total=0))
    with pytest.raises(LinkIsDead, match="unknown"):
        make_link(order_id="another")


def test_a_cancelled_order_gets_no_link(till: Till) -> None:
    order_id = till.order(total=4428)
    till.saleor.orders["order"].status = "CANCELED"
    with pytest.raises(LinkIsDead, match="cancelled"):
        make_link(order_id=order_id)
    assert not PayLink.objects.exists()


def test_a_link_whose_page_was_just_paid_cannot_be_cancelled_quietly(till: Till) -> None:
    _, payment = paying(till)
    till.pay(payment)
    with pytest.raises(PaymentInFlight):
        cancel_links(order_id="order")
    till.deliver()
    assert link_state(order_id="order") == "paid"


def test_paid_on_an_order_that_was_cancelled_meanwhile_is_refunded(till: Till) -> None:
    _, payment = paying(till)
    till.saleor.orders["order"].status = "CANCELED"
    till.pay(payment)
    till.deliver()
    payment.refresh_from_db()
    assert payment.status == PaymentStatus.REFUNDED
    assert link_state(order_id="order") == "refunded"
    assert till.saleor.charged("order") == 0


def test_paid_on_an_order_that_was_paid_otherwise_meanwhile_is_refunded(till: Till) -> None:
    _, payment = paying(till)
    till.saleor.orders["order"].total = 0
    till.pay(payment)
    till.deliver()
    payment.refresh_from_db()
    assert (payment.status, payment.transaction_id) == (PaymentStatus.REFUNDED, "")
