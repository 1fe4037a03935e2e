"""Orders taken by phone, and what happens to orders afterwards."""

from typing import Any

from tests.contract.documents import ORDER, SEE_ORDER, order_mutation
from tests.contract.playing import APP, Play
from tests.contract.shopping import (
    BERLIN,
    COLUMBUS,
    LONDON,
    PROMO,
    basket,
    complete,
    lines,
    pay,
    stock,
    total,
    variant,
    voucher,
)

CREATE = order_mutation("draftOrderCreate", input="DraftOrderCreateInput!")
UPDATE = order_mutation("draftOrderUpdate", id="ID!", input="DraftOrderInput!")
COMPLETE = order_mutation("draftOrderComplete", id="ID!")
SHIPPING = order_mutation("orderUpdateShipping", order="ID!", input="OrderUpdateShippingInput!")
DISCOUNT = order_mutation("orderDiscountAdd", orderId="ID!", input="OrderDiscountCommonInput!")
LINE_DISCOUNT = order_mutation("orderLineDiscountUpdate", orderLineId="ID!", input="OrderDiscountCommonInput!")
LINES = order_mutation("orderLinesCreate", id="ID!", input="[OrderLineCreateInput!]!")
LINE = order_mutation("orderLineUpdate", id="ID!", input="OrderLineInput!")
LINE_DELETE = order_mutation("orderLineDelete", id="ID!")
DRAFT_DELETE = "mutation D($id: ID!) { draftOrderDelete(id: $id) { errors { field code message } } }"
MARK = order_mutation("orderMarkAsPaid", id="ID!", transactionReference="String")
CANCEL = order_mutation("orderCancel", id="ID!")
FULFILL = order_mutation("orderFulfill", order="ID", input="OrderFulfillInput!")
FULFILMENT_CANCEL = order_mutation("orderFulfillmentCancel", id="ID!", input="FulfillmentCancelInput")
WAYS = """query Ways($id: ID!) {
  order(id: $id) { shippingMethods { id name price { currency amount } active message minimumDeliveryDays } }
}"""
EVENTS = """query Events($id: ID!) {
  order(id: $id) { events { type message email amount quantity lines { quantity itemName discount { value reason } }
                            user { email } app { id } discount { valueType value reason } } }
}"""
WAREHOUSES = "query Warehouses { warehouses(first: 10) { edges { node { id slug } } } }"
FOUND = "query Found($id: ID!) { order(id: $id) { number lines { id productSku } fulfillments { id } } }"
NOTE = """mutation Note($order: ID!, $message: String!) {
  orderNoteAdd(order: $order, input: {message: $message}) { event { type message } errors { field message code } }
}"""
CHANNEL = "query Channel($slug: String!) { channel(slug: $slug) { id } }"


def _draft(play: Play, channel: str, place: dict[str, Any], *, step: str = "draft", **skus: int) -> str:
    asked = {
        "channelId": play.prepare(CHANNEL, {"slug": channel})["channel"]["id"],
        "userEmail": play.email("caller"),
        "lines": lines(play, channel, **skus),
        "shippingAddress": place,
        "billingAddress": place,
    }
    return str(play.ask(step, CREATE, {"input": asked}, by=APP)["draftOrderCreate"]["order"]["id"])


def _ways(play: Play, order: str, name: str) -> str:
    found = play.ask("ways of delivery", WAYS, {"id": order}, by=APP)["order"]["shippingMethods"]
    return str(next(way["id"] for way in found if way["name"] == name))


def _line(play: Play, order: str, sku: str) -> str:
    found = play.prepare(FOUND, {"id": order})["order"]["lines"]
    return str(next(line["id"] for line in found if line["productSku"] == sku))


def _warehouse(play: Play, slug: str) -> str:
    found = play.prepare(WAREHOUSES)["warehouses"]["edges"]
    return str(next(edge["node"]["id"] for edge in found if edge["node"]["slug"] == slug))


def a_phone_order_from_the_first_word_to_the_parcel(play: Play) -> None:
    order = _draft(play, "us", COLUMBUS, TL_STICK_45=2, BK_NCPG_PR=1)
    play.ask("another line", LINES, {"id": order, "input": lines(play, "us", TL_BALL_SFT=3)}, by=APP)
    line = _line(play, order, "TL-BALL-SFT")
    play.ask("only two", LINE, {"id": line, "input": {"quantity": 2}}, by=APP)
    way = _ways(play, order, "Standard (up to 2 kg)")
    play.ask("deliver", SHIPPING, {"order": order, "input": {"shippingMethod": way}}, by=APP)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)
    play.ask("complete again", COMPLETE, {"id": order}, by=APP)
    play.ask("paid by cheque", MARK, {"id": order, "transactionReference": "cheque 12"}, by=APP)
    house = _warehouse(play, "us-warehouse")
    sent = {
        "notifyCustomer": False,
        "trackingNumber": "1Z999",
        "lines": [{"orderLineId": line, "stocks": [{"warehouse": house, "quantity": 2}]}],
    }
    play.ask("send a part", FULFILL, {"order": order, "input": sent}, by=APP)
    play.ask("send it again", FULFILL, {"order": order, "input": sent}, by=APP)
    play.ask("see it", SEE_ORDER, {"id": order})
    play.ask("its history", EVENTS, {"id": order}, by=APP)
    play.ask("paid again", MARK, {"id": order, "transactionReference": "cheque 12"}, by=APP)


def discounts_on_an_order_and_on_a_line(play: Play) -> None:
    order = _draft(play, "us", COLUMBUS, TL_STICK_45=3, BK_NCPG_PR=1)
    way = _ways(play, order, "Standard (up to 2 kg)")
    play.ask("deliver", SHIPPING, {"order": order, "input": {"shippingMethod": way}}, by=APP)
    percent = {"valueType": "PERCENTAGE", "value": 10, "reason": "Kind caller"}
    play.ask("ten percent off", DISCOUNT, {"orderId": order, "input": percent}, by=APP)
    play.ask("another ten", DISCOUNT, {"orderId": order, "input": percent}, by=APP)
    line = _line(play, order, "TL-STICK-45")
    each = {"valueType": "FIXED", "value": 2, "reason": "Scratched"}
    play.ask("two off each stick", LINE_DISCOUNT, {"orderLineId": line, "input": each}, by=APP)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)
    play.ask("too late", DISCOUNT, {"orderId": order, "input": percent}, by=APP)
    play.ask("too late for a line", LINE_DISCOUNT, {"orderLineId": line, "input": each}, by=APP)
    play.ask("its history", EVENTS, {"id": order}, by=APP)


def a_sum_off_an_order_in_britain(play: Play) -> None:
    order = _draft(play, "intl", LONDON, TL_STICK_45=1, BK_NCPG_PR=3, CRS_CALF_01=1)
    way = _ways(play, order, "Free standard delivery")
    play.ask("deliver", SHIPPING, {"order": order, "input": {"shippingMethod": way}}, by=APP)
    seven = {"valueType": "FIXED", "value": 7, "reason": "Waited long"}
    play.ask("seven off", DISCOUNT, {"orderId": order, "input": seven}, by=APP)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)


def ten_percent_off_an_order_in_germany(play: Play) -> None:
    order = _draft(play, "intl", BERLIN, TL_STICK_45=3, BK_NCPG_PR=1)
    way = _ways(play, order, "Standard (up to 2 kg)")
    play.ask("deliver", SHIPPING, {"order": order, "input": {"shippingMethod": way}}, by=APP)
    percent = {"valueType": "PERCENTAGE", "value": 10}
    play.ask("ten percent off", DISCOUNT, {"orderId": order, "input": percent}, by=APP)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)
    pay(play, order, 40)
    play.ask("see it partly paid", SEE_ORDER, {"id": order}, by=APP)


def a_code_on_a_phone_order(play: Play) -> None:
    order = _draft(play, "us", COLUMBUS, TL_STICK_45=2, CRS_CALF_01=1)
    way = _ways(play, order, "Standard (up to 2 kg)")
    play.ask("deliver", SHIPPING, {"order": order, "input": {"shippingMethod": way}}, by=APP)
    play.ask("an unknown code", UPDATE, {"id": order, "input": {"voucherCode": "NOSUCHCODE"}}, by=APP)
    play.ask("ten percent off", UPDATE, {"id": order, "input": {"voucherCode": "WELCOME10"}}, by=APP)
    play.ask("five off tools", UPDATE, {"id": order, "input": {"voucherCode": "TOOLS5"}}, by=APP)
    play.ask("free delivery", UPDATE, {"id": order, "input": {"voucherCode": "FREESHIP"}}, by=APP)
    play.ask("for staff", UPDATE, {"id": order, "input": {"voucherCode": "SORRY15"}}, by=APP)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)


def a_code_that_works_once_on_phone_orders(play: Play) -> None:
    code = voucher(play, "ONCE", "15", usageLimit=1)
    first = _draft(play, "us", COLUMBUS, CRS_CALF_01=1)
    second = _draft(play, "us", COLUMBUS, step="another draft", CRS_CALF_01=1)
    play.ask("use the code", UPDATE, {"id": first, "input": {"voucherCode": code}}, by=APP)
    play.ask("use it on the other", UPDATE, {"id": second, "input": {"voucherCode": code}}, by=APP)
    play.ask("delete the first", DRAFT_DELETE, {"id": first}, by=APP)
    play.ask("use it on the other now", UPDATE, {"id": second, "input": {"voucherCode": code}}, by=APP)
    play.ask("complete", COMPLETE, {"id": second}, by=APP)
    checkout = basket(play, "us", given={"email": play.email("bob"), "billingAddress": COLUMBUS}, CRS_CALF_01=1)
    play.ask("use it online", PROMO, {"id": checkout, "promoCode": code})
    play.ask("cancel the order", CANCEL, {"id": second}, by=APP)
    play.ask("use it online now", PROMO, {"id": checkout, "promoCode": code})


def a_draft_says_what_it_lacks(play: Play) -> None:
    channel = play.prepare(CHANNEL, {"slug": "us"})["channel"]["id"]
    made = play.ask("empty", CREATE, {"input": {"channelId": channel}}, by=APP)
    order = made["draftOrderCreate"]["order"]["id"]
    play.ask("complete it empty", COMPLETE, {"id": order}, by=APP)
    play.ask("a line", LINES, {"id": order, "input": lines(play, "us", TL_STICK_45=1)}, by=APP)
    play.ask("complete it without addresses", COMPLETE, {"id": order}, by=APP)
    play.ask(
        "addresses", UPDATE, {"id": order, "input": {"shippingAddress": COLUMBUS, "billingAddress": COLUMBUS}}, by=APP
    )
    play.ask("complete it without a way of delivery", COMPLETE, {"id": order}, by=APP)
    play.ask("no channel", CREATE, {"input": {}}, by=APP)
    play.ask("by a visitor", CREATE, {"input": {"channelId": channel}})
    play.ask(
        "none of a line",
        LINES,
        {"id": order, "input": [{"variantId": variant(play, "TL-STICK-45"), "quantity": 0}]},
        by=APP,
    )
    play.ask(
        "a wrong address", UPDATE, {"id": order, "input": {"billingAddress": {**COLUMBUS, "postalCode": "X"}}}, by=APP
    )
    line = _line(play, order, "TL-STICK-45")
    play.ask("take the line out", LINE_DELETE, {"id": line}, by=APP)


def a_draft_of_more_than_there_is(play: Play) -> None:
    stock(play, "TL-THUMB-01", us=1, gb=0)
    order = _draft(play, "us", COLUMBUS, TL_THUMB_01=2)
    way = _ways(play, order, "Standard (up to 0.5 kg)")
    play.ask("deliver", SHIPPING, {"order": order, "input": {"shippingMethod": way}}, by=APP)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)
    stock(play, "TL-THUMB-01", us=78, gb=52)


def a_price_of_ones_own(play: Play) -> None:
    channel = play.prepare(CHANNEL, {"slug": "us"})["channel"]["id"]
    row = {"variantId": variant(play, "CRS-CALF-01"), "quantity": 2, "price": "20.00"}
    asked = {"channelId": channel, "userEmail": play.email("caller"), "billingAddress": COLUMBUS, "lines": [row]}
    order = play.ask("draft", CREATE, {"input": asked}, by=APP)["draftOrderCreate"]["order"]["id"]
    play.ask("complete", COMPLETE, {"id": order}, by=APP)


def an_order_is_cancelled(play: Play) -> None:
    order = _draft(play, "us", COLUMBUS, TL_STICK_45=1)
    way = _ways(play, order, "Standard (up to 0.5 kg)")
    play.ask("cancel a draft", CANCEL, {"id": order}, by=APP)
    play.ask("deliver", SHIPPING, {"order": order, "input": {"shippingMethod": way}}, by=APP)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)
    play.ask("by a visitor", CANCEL, {"id": order})
    play.ask("cancel", CANCEL, {"id": order}, by=APP)
    play.ask("cancel again", CANCEL, {"id": order}, by=APP)
    play.ask("its history", EVENTS, {"id": order}, by=APP)


def an_order_bought_online_is_sent_and_taken_back(play: Play) -> None:
    given = {"email": play.email("ann"), "billingAddress": COLUMBUS}
    checkout = basket(play, "us", given=given, CRS_CALF_01=2)
    pay(play, checkout, total(play, checkout))
    order = complete(play, checkout)["id"]
    line = _line(play, order, "CRS-CALF-01")
    house = _warehouse(play, "us-warehouse")
    row = {"orderLineId": line, "stocks": [{"warehouse": house, "quantity": 2}]}
    play.ask("send", FULFILL, {"order": order, "input": {"lines": [row], "notifyCustomer": False}}, by=APP)
    play.ask("cancel what was sent", CANCEL, {"id": order}, by=APP)
    sent = play.prepare(FOUND, {"id": order})["order"]["fulfillments"][0]["id"]
    play.ask("take it back", FULFILMENT_CANCEL, {"id": sent, "input": {"warehouseId": house}}, by=APP)
    play.ask("note it", NOTE, {"order": order, "message": "Came back unopened."}, by=APP)
    play.ask("note nothing", NOTE, {"order": order, "message": ""}, by=APP)
    play.ask("its history", EVENTS, {"id": order}, by=APP)


def an_unpaid_order_is_not_sent(play: Play) -> None:
    order = _draft(play, "us", COLUMBUS, CRS_CALF_01=1)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)
    line = _line(play, order, "CRS-CALF-01")
    row = {"orderLineId": line, "stocks": [{"warehouse": _warehouse(play, "us-warehouse"), "quantity": 1}]}
    play.ask("send", FULFILL, {"order": order, "input": {"lines": [row]}}, by=APP)
    play.ask("another line", LINES, {"id": order, "input": lines(play, "us", CRS_JAW_01=1)}, by=APP)
    play.ask("another quantity", LINE, {"id": line, "input": {"quantity": 2}}, by=APP)


def what_a_stranger_may_see_of_an_order(play: Play) -> None:
    order = _draft(play, "us", COLUMBUS, CRS_CALF_01=1)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)
    play.ask("its history", EVENTS, {"id": order})
    play.ask("its payments", "query P($id: ID!) { order(id: $id) { number transactions { id } } }", {"id": order})
    play.ask("its user", "query U($id: ID!) { order(id: $id) { status user { email } } }", {"id": order})
    play.ask("its notes", "query N($id: ID!) { order(id: $id) { status privateMetadata { key } } }", {"id": order})
    play.ask("all orders", "query A { orders(first: 1) { edges { node { status } } } }")


def orders_are_found(play: Play) -> None:
    order = _draft(play, "us", COLUMBUS, CRS_CALF_01=1)
    find = f"""{ORDER} query Find($where: OrderWhereInput) {{
      orders(first: 5, where: $where) {{ totalCount edges {{ node {{ ...O }} }} }}
    }}"""
    email = {"where": {"userEmail": {"eq": play.email("caller")}}}
    play.ask("drafts are none", find, email, by=APP)
    play.ask("complete", COMPLETE, {"id": order}, by=APP)
    play.ask("by e-mail", find, email, by=APP)
    number = int(play.prepare(FOUND, {"id": order})["order"]["number"])
    play.ask("by number", find, {"where": {"number": {"eq": number}}}, by=APP)
    play.ask("nowhere", find, {"where": {"userEmail": {"eq": play.email("nobody")}}}, by=APP)
