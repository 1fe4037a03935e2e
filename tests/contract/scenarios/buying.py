"""Guests buy: what every step costs, in both channels and to several countries."""

from tests.contract.documents import DELIVERIES, SEE_CHECKOUT, SEE_ORDER, checkout_mutation
from tests.contract.playing import APP, Play
from tests.contract.shopping import (
    BERLIN,
    COLUMBUS,
    LONDON,
    addressed,
    basket,
    complete,
    deliver,
    lines,
    pay,
    total,
)

EMAIL = checkout_mutation("checkoutEmailUpdate", email="String!")
SHIPPING = checkout_mutation("checkoutShippingAddressUpdate", shippingAddress="AddressInput!")
BILLING = checkout_mutation("checkoutBillingAddressUpdate", billingAddress="AddressInput!")
ADD = checkout_mutation("checkoutLinesAdd", lines="[CheckoutLineInput!]!")
UPDATE = checkout_mutation("checkoutLinesUpdate", lines="[CheckoutLineUpdateInput!]!")
DELETE = checkout_mutation("checkoutLinesDelete", linesIds="[ID!]!")
NOTE = checkout_mutation("checkoutCustomerNoteUpdate", customerNote="String!")


def a_guest_buys_goods_in_the_us(play: Play) -> None:
    """One step at a time, as the pages do."""
    checkout = basket(play, "us", given={}, TL_STICK_45=2, BK_NCPG_PR=1)
    play.ask("say an e-mail", EMAIL, {"id": checkout, "email": play.email("ann")})
    play.ask("say where to", SHIPPING, {"id": checkout, "shippingAddress": COLUMBUS})
    play.ask("say who pays", BILLING, {"id": checkout, "billingAddress": COLUMBUS})
    deliver(play, checkout, "Standard (up to 2 kg)")
    play.ask("add a note", NOTE, {"id": checkout, "customerNote": "Leave it at the door."})
    pay(play, checkout, total(play, checkout))
    play.ask("see it paid", SEE_CHECKOUT, {"id": checkout})
    order = complete(play, checkout)
    play.ask("see the order", SEE_ORDER, {"id": order["id"]})
    play.ask("see the checkout gone", SEE_CHECKOUT, {"id": checkout})


def a_guest_buys_goods_in_britain(play: Play) -> None:
    checkout = addressed(play, "intl", LONDON, TL_STICK_45=1, BK_NCPG_PR=3, CH_HN_LAM=1)
    deliver(play, checkout, "Standard (up to 2 kg)")
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_guest_buys_goods_in_germany(play: Play) -> None:
    checkout = addressed(play, "intl", BERLIN, TL_STICK_45=3, BK_NCPG_PR=1)
    deliver(play, checkout, "Standard (up to 2 kg)")
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_guest_buys_a_course_in_the_us(play: Play) -> None:
    checkout = basket(play, "us", given={"email": play.email("ann")}, CRS_CALF_01=1)
    play.ask("ask for ways of delivery", DELIVERIES, {"id": checkout})
    play.ask("say who pays", BILLING, {"id": checkout, "billingAddress": COLUMBUS})
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_guest_buys_courses_in_germany(play: Play) -> None:
    given = {"email": play.email("carl"), "billingAddress": BERLIN}
    checkout = basket(play, "intl", given=given, CRS_CALF_01=1, CRT_LLS_FULL=1, BK_NCPG_EB=2)
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_guest_buys_goods_and_courses_in_britain(play: Play) -> None:
    checkout = addressed(play, "intl", LONDON, BD_CALF=1, CRS_HEAD_01=1, BK_CBTP_PB=1)
    deliver(play, checkout, "Free standard delivery")
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_course_that_is_free_needs_no_payment(play: Play) -> None:
    given = {"email": play.email("ann"), "billingAddress": COLUMBUS}
    checkout = basket(play, "us", given=given, CRS_INTRO_01=1)
    complete(play, checkout)


def ways_of_delivery_follow_weight_value_and_country(play: Play) -> None:
    light = addressed(play, "us", COLUMBUS, TL_SPIKY_06=1)
    play.ask("a light parcel", DELIVERIES, {"id": light})
    play.ask("a heavy one", ADD, {"id": light, "lines": lines(play, "us", TL_ROLL_66=3)})
    play.ask("ways for the heavy one", DELIVERIES, {"id": light})
    play.ask("to London", SHIPPING, {"id": light, "shippingAddress": LONDON})
    play.ask("ways to London", DELIVERIES, {"id": light})
    play.ask("to Berlin", SHIPPING, {"id": light, "shippingAddress": BERLIN})
    play.ask("ways to Berlin", DELIVERIES, {"id": light})
    alone = addressed(play, "us", COLUMBUS, BK_NCPG_EB=1)
    play.ask("ways for a download of a book", DELIVERIES, {"id": alone})


def lines_are_added_changed_and_removed(play: Play) -> None:
    checkout = basket(play, "us", given={}, TL_STICK_45=1)
    added = play.ask("the same again", ADD, {"id": checkout, "lines": lines(play, "us", TL_STICK_45=2)})
    play.ask("something else", ADD, {"id": checkout, "lines": lines(play, "us", TL_BALL_SFT=1)})
    line = added["checkoutLinesAdd"]["checkout"]["lines"][0]["id"]
    play.ask("five of them", UPDATE, {"id": checkout, "lines": [{"lineId": line, "quantity": 5}]})
    play.ask("none of them", UPDATE, {"id": checkout, "lines": [{"lineId": line, "quantity": 0}]})
    found = play.prepare("query Lines($id: ID!) { checkout(id: $id) { lines { id } } }", {"id": checkout})
    rest = [row["id"] for row in found["checkout"]["lines"]]
    play.ask("take out the rest", DELETE, {"id": checkout, "linesIds": rest})


def a_choice_of_delivery_grows_stale_when_the_parcel_changes(play: Play) -> None:
    checkout = addressed(play, "us", COLUMBUS, TL_STICK_45=1)
    deliver(play, checkout, "Standard (up to 0.5 kg)")
    play.ask("more weight", ADD, {"id": checkout, "lines": lines(play, "us", TL_ROLL_66=1)})
    play.ask("see what is wrong", SEE_CHECKOUT, {"id": checkout})
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_mixed_basket_moved_abroad_is_taxed_there(play: Play) -> None:
    checkout = addressed(play, "intl", LONDON, TL_CANE_BLK=1, BK_CBTP_PB=1, CRS_FOUND_01=1)
    play.ask("to Berlin", SHIPPING, {"id": checkout, "shippingAddress": BERLIN})
    play.ask("paid from Berlin, too", BILLING, {"id": checkout, "billingAddress": BERLIN})
    deliver(play, checkout, "Standard (up to 2 kg)")
    play.ask("see it as the shop", SEE_CHECKOUT, {"id": checkout}, by=APP)
