"""An order from the first ring to the payment, as an agent takes it without script."""

import pytest
from django.test import Client

from phone_orders.models import CallerNumber
from store.engine.models import Order, OrderLine, Stock, User
from store.engine.schema.ids import to_global_id
from store.payments.models import PayLink
from tests.factories import people
from tests.phone_orders.conftest import Shop, signed_in
from tests.phone_orders.ringing import US_BILLING, deliver_to_us, do, quoted, start


def test_an_order_is_placed_at_the_total_read_out_and_paid_by_link(desk: Client, goods: Shop) -> None:
    call = start(desk, number="4155552671")
    do(
        desk,
        call,
        "create-customer",
        **{"new-first_name": "Ada", "new-last_name": "Byron", "new-email": "ada@example.com"},
    )
    do(desk, call, "add-line", sku="cht-calf", quantity="2")
    screen = deliver_to_us(desk, call)

    assert quoted(screen) == "8700"
    screen = do(desk, call, "place", quoted="8700", payment="link")

    order = Order.objects.get()
    assert (order.status, order.origin, order.user_email) == ("UNFULFILLED", "DRAFT", "ada@example.com")
    assert order.metadata == {
        "source": "phone",
        "phone_line": "us",
        "phone_call": str(call.pk),
        "phone_agent": "Uma Reed",
    }
    assert order.private_metadata == {"phone_agent_email": "us.agent@example.com"}
    assert order.events.filter(type="PLACED_FROM_DRAFT", user__email="us.agent@example.com").count() == 1
    assert f"Order #{order.number}" in screen
    link = PayLink.objects.get()
    assert (link.amount, link.currency) == (8700, "USD")
    assert link.spoken_code in screen


def test_stock_is_promised_when_the_order_is_placed(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="2")
    stock = Stock.objects.get(product_variant__sku="CHT-CALF")
    assert stock.quantity_allocated == 0

    do(desk, call, "place", quoted=quoted(deliver_to_us(desk, call)), payment="link")

    stock.refresh_from_db()
    assert stock.quantity_allocated == 2


def test_a_caller_without_an_e_mail_can_order(desk: Client, goods: Shop) -> None:
    call = start(desk)
    screen = do(desk, call, "create-customer", **{"new-first_name": "Ada", "new-last_name": "Byron", "new-email": ""})
    assert "No e-mail" in screen
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")

    do(desk, call, "place", quoted=quoted(deliver_to_us(desk, call)), payment="link")

    order = Order.objects.get()
    assert (order.status, order.user, order.user_email) == ("UNFULFILLED", None, "")
    assert order.billing_address is not None
    assert order.billing_address.last_name == "Byron"
    assert order.billing_address.phone == "+14155552671"


def test_the_same_number_finds_the_customer_again(desk: Client, goods: Shop) -> None:
    first = start(desk, number="415-555-2671")
    do(
        desk,
        first,
        "create-customer",
        **{"new-first_name": "Ada", "new-last_name": "Byron", "new-email": "ada@example.com"},
    )
    assert CallerNumber.objects.get().number == "+14155552671"

    second = start(desk, number="+1 415 555 2671")

    page = desk.get(f"/phone/calls/{second.pk}/").content.decode()
    assert "rang before" in page
    assert "ada@example.com" in page


def test_customers_are_found_by_name_and_chosen(desk: Client, goods: Shop) -> None:
    people.user(email="grace@example.com", first_name="Grace", last_name="Hopper")
    call = start(desk)

    page = desk.post(f"/phone/calls/{call.pk}/customers/", {"customer": "grace hop"}).content.decode()
    customer_id = page.split('name="customer_id" value="')[1].split('"')[0]
    do(desk, call, "choose-customer", customer_id=customer_id)

    assert (call.customer_name, call.customer_email) == ("Grace Hopper", "grace@example.com")


def test_an_e_mail_that_is_taken_is_told_at_its_field(desk: Client, goods: Shop) -> None:
    people.user(email="ada@example.com")
    call = start(desk)

    screen = do(desk, call, "create-customer", **{"new-last_name": "Byron", "new-email": "ADA@example.com"})

    assert "A customer with this e-mail exists already." in screen
    assert 'value="Byron"' in screen


def test_words_that_mean_one_product_add_it_and_several_are_shown(desk: Client, goods: Shop) -> None:
    call = start(desk)

    screen = do(desk, call, "add-line", sku="calf", quantity="1")
    assert "Calf chart" in screen
    assert "Calf course" in screen
    assert not call.order_id
    do(desk, call, "add-line", sku="2*calf course", quantity="1")

    line = Order.objects.get().lines.get()
    assert (line.product_sku, line.quantity) == ("CRS-CALF", 2)


def test_a_sku_that_does_not_exist_is_told_and_kept(desk: Client, goods: Shop) -> None:
    call = start(desk)

    screen = do(desk, call, "add-line", sku="NOPE-1", quantity="1")

    assert "Nothing on this line is called “NOPE-1”." in screen
    assert 'value="NOPE-1"' in screen


def test_a_product_of_the_other_line_is_not_sold_here(supervisor: User, goods: Shop) -> None:
    desk = signed_in(supervisor)
    call = start(desk, line="intl")

    assert "Nothing on this line is called" in do(desk, call, "add-line", sku="CRS-CALF", quantity="1")


def test_quantities_change_and_zero_takes_the_line_off(desk: Client, goods: Shop) -> None:
    call = start(desk)
    screen = do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    line_id = screen.split('name="line" value="')[1].split('"')[0]

    do(desk, call, "change-line", line=line_id, quantity="3")
    assert Order.objects.get().lines.get().quantity == 3
    do(desk, call, "change-line", line=line_id, quantity="0")
    assert not Order.objects.get().lines.exists()


def test_more_than_there_is_is_marked_at_the_line_and_not_placed(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="6")

    screen = deliver_to_us(desk, call)
    assert "Only 5 left." in screen
    screen = do(desk, call, "place", quoted=quoted(screen), payment="link")

    assert "There is not enough in stock." in screen
    assert Order.objects.get().status == "DRAFT"


def test_a_total_that_moved_is_read_out_again_before_anything_is_placed(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    before = quoted(deliver_to_us(desk, call))
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")

    screen = do(desk, call, "place", quoted=before, payment="link")

    assert "The total has changed since you read it out." in screen
    assert Order.objects.get().status == "DRAFT"


def test_placing_twice_gives_one_order_and_one_living_link(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    total = quoted(deliver_to_us(desk, call))

    do(desk, call, "place", quoted=total, payment="link")
    do(desk, call, "place", quoted=total, payment="link")

    assert Order.objects.count() == 1
    assert PayLink.objects.filter(cancelled_at__isnull=True).count() == 1


def test_an_agent_cannot_record_a_payment_made_elsewhere(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    total = quoted(deliver_to_us(desk, call))

    screen = do(desk, call, "place", quoted=total, payment="offline", reference="cheque 12")

    assert "offline is not one of the available choices." in screen
    assert Order.objects.get().status == "DRAFT"


def test_a_supervisor_records_a_cheque_with_its_number(supervisor: User, goods: Shop) -> None:
    desk = signed_in(supervisor)
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    total = quoted(deliver_to_us(desk, call))

    screen = do(desk, call, "place", quoted=total, payment="offline", reference="")
    assert "Give the reference of the payment" in screen
    assert Order.objects.get().status == "DRAFT"
    screen = do(desk, call, "place", quoted=total, payment="offline", reference="cheque 12")

    order = Order.objects.get()
    assert (order.status, order.charge_status) == ("UNFULFILLED", "FULL")
    assert order.payment_transactions.get().psp_reference == "cheque 12"
    assert "Paid" in screen


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("billing-postal_code", "ABC", "This does not look right for the chosen country."),
        ("billing-last_name", "", "This field is required."),
        ("billing-phone", "12", "Write the number with its area code"),
    ],
)
def test_a_wrong_address_is_told_at_its_field_and_kept(
    desk: Client, goods: Shop, field: str, typed: str, told: str
) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")

    screen = do(desk, call, "addresses", **{**US_BILLING, field: typed})

    assert told in screen
    assert "600 Montgomery St" in screen


def test_a_digital_basket_needs_no_delivery(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CRS-CALF", quantity="1")

    screen = do(desk, call, "addresses", **US_BILLING)
    assert 'name="delivery"' not in screen
    do(desk, call, "place", quoted=quoted(screen), payment="link")

    assert Order.objects.get().status == "UNFULFILLED"


def test_a_call_without_an_order_ends_with_its_outcome(desk: Client, goods: Shop) -> None:
    call = start(desk)

    do(desk, call, "end", outcome="call_back", note="Wants to ask her husband")

    assert (call.outcome, call.note) == ("call_back", "Wants to ask her husband")
    assert call.ended_at is not None
    assert "To be called back" in desk.get("/phone/").content.decode()


def test_a_basket_that_is_thrown_away_leaves_no_draft(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")

    do(desk, call, "discard")

    assert not Order.objects.exists()
    assert call.order_id == ""


def test_an_order_that_was_placed_meanwhile_is_not_thrown_away(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    Order.objects.update(status="UNFULFILLED")

    screen = do(desk, call, "discard")

    assert "The draft could not be thrown away." in screen
    assert Order.objects.count() == 1
    assert call.order_id


@pytest.mark.parametrize("typed", ["²", "9" * 5000, "-1", "1.5", ""])
def test_a_quantity_that_is_no_whole_number_is_refused(desk: Client, goods: Shop, typed: str) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    line = OrderLine.objects.get()

    screen = do(desk, call, "change-line", line=to_global_id("OrderLine", line.pk), quantity=typed)

    assert "Write the quantity as a whole number." in screen


def test_a_customer_whom_saleor_does_not_put_on_the_draft_is_not_noted_on_the_call(desk: Client, goods: Shop) -> None:
    call = start(desk)
    do(desk, call, "add-line", sku="CHT-CALF", quantity="1")
    customer = people.user(email="ada@example.com")
    Order.objects.update(status="UNFULFILLED")

    do(desk, call, "choose-customer", customer_id=to_global_id("User", customer.pk))

    assert (call.customer_id, call.customer_email) == ("", "")
