"""What a checkout refuses, with which words."""

from tests.contract.documents import CREATE, SEE_CHECKOUT, checkout_mutation
from tests.contract.playing import APP, Play
from tests.contract.shopping import (
    CHOOSE,
    COLUMBUS,
    LONDON,
    addressed,
    basket,
    complete,
    deliver,
    lines,
    pay,
    product,
    stock,
    total,
    variant,
)

ADD = checkout_mutation("checkoutLinesAdd", lines="[CheckoutLineInput!]!")
UPDATE = checkout_mutation("checkoutLinesUpdate", lines="[CheckoutLineUpdateInput!]!")
SHIPPING = checkout_mutation("checkoutShippingAddressUpdate", shippingAddress="AddressInput!")
BILLING = checkout_mutation("checkoutBillingAddressUpdate", billingAddress="AddressInput!")
EMAIL = checkout_mutation("checkoutEmailUpdate", email="String!")
LIMIT = """mutation Limit($id: ID!, $limit: Int) {
  productVariantUpdate(id: $id, input: {quantityLimitPerCustomer: $limit}) { errors { field message code } }
}"""
LISTED = """mutation Listed($id: ID!, $input: ProductChannelListingUpdateInput!) {
  productChannelListingUpdate(id: $id, input: $input) { errors { field message code } }
}"""
CHANNEL = "query Channel($slug: String!) { channel(slug: $slug) { id } }"


def completion_says_what_is_missing_in_order(play: Play) -> None:
    checkout = basket(play, "us", given={}, TL_STICK_45=1)
    complete(play, checkout, "no e-mail")
    play.ask("say an e-mail", EMAIL, {"id": checkout, "email": play.email("ann")})
    complete(play, checkout, "no delivery")
    play.ask("say where to", SHIPPING, {"id": checkout, "shippingAddress": COLUMBUS})
    complete(play, checkout, "no way of delivery")
    deliver(play, checkout, "Standard (up to 0.5 kg)")
    complete(play, checkout, "no billing address")
    play.ask("say who pays", BILLING, {"id": checkout, "billingAddress": COLUMBUS})
    complete(play, checkout, "no payment")
    pay(play, checkout, 1)
    complete(play, checkout, "too little paid")
    play.ask("see it", SEE_CHECKOUT, {"id": checkout})


def completion_without_lines(play: Play) -> None:
    checkout = basket(play, "us", given={"email": play.email("ann"), "billingAddress": COLUMBUS})
    complete(play, checkout)


def a_parcel_moved_out_of_its_zone_is_not_completed(play: Play) -> None:
    checkout = addressed(play, "us", COLUMBUS, TL_STICK_45=1)
    deliver(play, checkout, "Standard (up to 0.5 kg)")
    play.ask("to London", SHIPPING, {"id": checkout, "shippingAddress": LONDON})
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_basket_refuses_bad_lines(play: Play) -> None:
    checkout = basket(play, "us", given={}, TL_STICK_45=1)
    stick = variant(play, "TL-STICK-45")
    play.ask("more than fifty", ADD, {"id": checkout, "lines": [{"variantId": stick, "quantity": 51}]})
    play.ask("none", ADD, {"id": checkout, "lines": [{"variantId": stick, "quantity": 0}]})
    play.ask("less than none", UPDATE, {"id": checkout, "lines": [{"variantId": stick, "quantity": -1}]})
    unknown = "UHJvZHVjdFZhcmlhbnQ6OTk5OTk5OTk="
    play.ask("unknown", ADD, {"id": checkout, "lines": [{"variantId": unknown, "quantity": 1}]})
    play.ask("no variant at all", ADD, {"id": checkout, "lines": [{"variantId": "nonsense", "quantity": 1}]})
    play.ask("unknown channel", CREATE, {"input": {"channel": "mars", "lines": []}})
    play.ask("no channel", CREATE, {"input": {"lines": []}})


def more_than_there_is(play: Play) -> None:
    stock(play, "TL-THUMB-01", us=2, gb=1)
    checkout = basket(play, "us", given={}, TL_THUMB_01=1)
    play.ask("more than all warehouses have", ADD, {"id": checkout, "lines": lines(play, "us", TL_THUMB_01=3)})
    play.ask("all that there is", ADD, {"id": checkout, "lines": lines(play, "us", TL_THUMB_01=2)})
    asked = {"channel": "us", "lines": lines(play, "us", TL_THUMB_01=4)}
    play.ask("a basket of too many", CREATE, {"input": asked})
    stock(play, "TL-THUMB-01", us=78, gb=52)


def sold_out_while_paying(play: Play) -> None:
    stock(play, "TL-THUMB-01", us=1, gb=0)
    checkout = addressed(play, "us", COLUMBUS, TL_THUMB_01=1)
    deliver(play, checkout, "Standard (up to 0.5 kg)")
    stock(play, "TL-THUMB-01", us=0, gb=0)
    play.ask("see what is wrong", SEE_CHECKOUT, {"id": checkout})
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)
    stock(play, "TL-THUMB-01", us=78, gb=52)
    complete(play, checkout, "complete when there are some again")


def sold_out_from_the_beginning(play: Play) -> None:
    asked = {"channel": "us", "lines": lines(play, "us", CH_BT_LAM=1)}
    play.ask("a basket", CREATE, {"input": asked})


def at_most_three_each(play: Play) -> None:
    roller = variant(play, "TL-ROLL-33")
    play.prepare(LIMIT, {"id": roller, "limit": 3})
    play.ask("four", CREATE, {"input": {"channel": "us", "lines": [{"variantId": roller, "quantity": 4}]}})
    checkout = basket(play, "us", given={}, TL_ROLL_33=3)
    play.ask("another", ADD, {"id": checkout, "lines": [{"variantId": roller, "quantity": 1}]})
    play.prepare(LIMIT, {"id": roller, "limit": None})


def withdrawn_while_in_the_basket(play: Play) -> None:
    wanted = product(play, "CRS-JAW-01")
    channel = play.prepare(CHANNEL, {"slug": "us"})["channel"]["id"]

    def sell(yes: bool, what: str) -> None:
        play.prepare(LISTED, {"id": wanted, "input": {"updateChannels": [{"channelId": channel, what: yes}]}})

    given = {"email": play.email("ann"), "billingAddress": COLUMBUS}
    checkout = basket(play, "us", given=given, CRS_JAW_01=1)
    pay(play, checkout, total(play, checkout))
    asked = {"channel": "us", "lines": lines(play, "us", CRS_JAW_01=1)}
    sell(False, "isAvailableForPurchase")
    play.ask("see it when it is not for sale", SEE_CHECKOUT, {"id": checkout})
    play.ask("a basket of what is not for sale", CREATE, {"input": asked})
    complete(play, checkout, "complete when it is not for sale")
    sell(True, "isAvailableForPurchase")
    sell(False, "isPublished")
    play.ask("a basket of what is not shown", CREATE, {"input": asked})
    complete(play, checkout, "complete when it is not shown")
    sell(True, "isPublished")
    complete(play, checkout, "complete when it is back")


def addresses_are_checked_and_put_in_form(play: Play) -> None:
    checkout = basket(play, "us", given={}, TL_STICK_45=1)

    def send(step: str, **changed: object) -> None:
        address = {name: value for name, value in {**COLUMBUS, **changed}.items() if value is not None}
        play.ask(step, SHIPPING, {"id": checkout, "shippingAddress": address})

    send("a wrong postcode", postalCode="ABC")
    send("no postcode", postalCode="")
    send("no street", streetAddress1="")
    send("no city", city="")
    send("no state", countryArea=None)
    send("a state that does not exist", countryArea="Nowhere")
    send("a state's name", countryArea="Ohio")
    send("a wrong phone number", phone="123")
    send("two mistakes", postalCode="ABC", city="")
    send("no country", country=None)
    play.ask("small letters", SHIPPING, {"id": checkout, "shippingAddress": {**LONDON, "postalCode": "sw1a1aa"}})
    play.ask("a county", BILLING, {"id": checkout, "billingAddress": {**LONDON, "countryArea": "Surrey"}})


def checkouts_that_do_not_exist(play: Play) -> None:
    nobody = "Q2hlY2tvdXQ6MDAwMDAwMDAtMDAwMC00MDAwLTgwMDAtMDAwMDAwMDAwMDAw"
    play.ask("see it", SEE_CHECKOUT, {"id": nobody})
    play.ask("an e-mail for it", EMAIL, {"id": nobody, "email": "a@example.com"})
    complete(play, nobody, "complete it")
    play.ask("another kind of id", EMAIL, {"id": variant(play, "TL-STICK-45"), "email": "a@example.com"})
    checkout = basket(play, "us", given={}, TL_STICK_45=1)
    play.ask("no e-mail address", EMAIL, {"id": checkout, "email": "nonsense"})
    play.ask("an empty e-mail address", EMAIL, {"id": checkout, "email": ""})
    play.ask("another kind of delivery id", CHOOSE, {"id": checkout, "deliveryMethodId": variant(play, "TL-STICK-45")})
    play.ask("see it as the shop", SEE_CHECKOUT, {"id": checkout}, by=APP)
