"""Promo codes: what they take off, and when they are refused."""

from tests.contract.documents import SEE_CHECKOUT, checkout_mutation
from tests.contract.playing import APP, Play
from tests.contract.shopping import (
    COLUMBUS,
    LONDON,
    PROMO,
    addressed,
    basket,
    complete,
    deliver,
    lines,
    pay,
    total,
    voucher,
)

REMOVE = checkout_mutation("checkoutRemovePromoCode", promoCode="String")
ADD = checkout_mutation("checkoutLinesAdd", lines="[CheckoutLineInput!]!")


def ten_percent_off_in_the_us(play: Play) -> None:
    checkout = addressed(play, "us", COLUMBUS, TL_STICK_45=3, BK_NCPG_PR=1, CRS_CALF_01=1)
    play.ask("use the code", PROMO, {"id": checkout, "promoCode": "WELCOME10"})
    deliver(play, checkout, "Standard (up to 2 kg)")
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def ten_percent_off_in_britain(play: Play) -> None:
    checkout = addressed(play, "intl", LONDON, TL_STICK_45=3, BK_NCPG_PR=1, CRS_CALF_01=1)
    play.ask("use the code", PROMO, {"id": checkout, "promoCode": "welcome10"})
    play.ask("use the code as it is written", PROMO, {"id": checkout, "promoCode": "WELCOME10"})
    deliver(play, checkout, "Standard (up to 2 kg)")
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_sum_off_tools(play: Play) -> None:
    checkout = addressed(play, "us", COLUMBUS, TL_STICK_45=1, TL_BALL_SFT=3, BK_NCPG_PR=1)
    play.ask("use the code", PROMO, {"id": checkout, "promoCode": "TOOLS5"})
    deliver(play, checkout, "Standard (up to 2 kg)")
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def a_sum_off_tools_in_britain(play: Play) -> None:
    checkout = addressed(play, "intl", LONDON, TL_STICK_45=2, TL_BALL_SFT=3, BK_NCPG_PR=1)
    play.ask("use the code", PROMO, {"id": checkout, "promoCode": "TOOLS5"})
    play.ask("see it again", SEE_CHECKOUT, {"id": checkout})


def free_delivery(play: Play) -> None:
    checkout = addressed(play, "us", COLUMBUS, TL_STICK_45=2)
    play.ask("use the code before a way of delivery", PROMO, {"id": checkout, "promoCode": "FREESHIP"})
    deliver(play, checkout, "Standard (up to 2 kg)")
    play.ask("use the code after it", PROMO, {"id": checkout, "promoCode": "FREESHIP"})
    play.ask("see it again", SEE_CHECKOUT, {"id": checkout})
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def free_delivery_in_britain(play: Play) -> None:
    checkout = addressed(play, "intl", LONDON, TL_STICK_45=2)
    deliver(play, checkout, "Standard (up to 2 kg)")
    play.ask("use the code", PROMO, {"id": checkout, "promoCode": "FREESHIP"})
    play.ask("see it again", SEE_CHECKOUT, {"id": checkout})


def codes_that_are_refused(play: Play) -> None:
    checkout = addressed(play, "us", COLUMBUS, TL_SPIKY_06=1)
    play.ask("unknown", PROMO, {"id": checkout, "promoCode": "NOSUCHCODE"})
    play.ask("empty", PROMO, {"id": checkout, "promoCode": ""})
    play.ask("minimum not reached", PROMO, {"id": checkout, "promoCode": "FREESHIP"})
    play.ask("for staff", PROMO, {"id": checkout, "promoCode": "SORRY15"})
    play.ask("remove what is not there", REMOVE, {"id": checkout, "promoCode": "WELCOME10"})


def a_second_code_takes_the_place_of_the_first(play: Play) -> None:
    checkout = addressed(play, "us", COLUMBUS, TL_STICK_45=2)
    play.ask("the first", PROMO, {"id": checkout, "promoCode": "WELCOME10"})
    play.ask("the second", PROMO, {"id": checkout, "promoCode": "TOOLS5"})
    play.ask("remove it", REMOVE, {"id": checkout, "promoCode": "TOOLS5"})
    play.ask("more in the basket", ADD, {"id": checkout, "lines": lines(play, "us", BK_NCPG_PR=1)})


def once_per_customer(play: Play) -> None:
    first = addressed(play, "us", COLUMBUS, CRS_CALF_01=1)
    play.ask("use the code", PROMO, {"id": first, "promoCode": "WELCOME10"})
    pay(play, first, total(play, first))
    complete(play, first)
    second = addressed(play, "us", COLUMBUS, CRS_CALF_01=1)
    play.ask("use it again", PROMO, {"id": second, "promoCode": "WELCOME10"})
    other = addressed(play, "us", COLUMBUS, name="bob", CRS_CALF_01=1)
    play.ask("somebody else uses it", PROMO, {"id": other, "promoCode": "WELCOME10"})


def a_code_that_works_once(play: Play) -> None:
    code = voucher(play, "ONCE", "15", usageLimit=1)
    first = addressed(play, "us", COLUMBUS, CRS_CALF_01=1, BK_NCPG_EB=1)
    second = addressed(play, "us", COLUMBUS, name="bob", CRS_CALF_01=1)
    play.ask("use the code", PROMO, {"id": first, "promoCode": code})
    play.ask("somebody else, too", PROMO, {"id": second, "promoCode": code})
    pay(play, first, total(play, first))
    complete(play, first)
    pay(play, second, total(play, second), psp="pi2")
    complete(play, second, "complete with a used code")
    play.ask("see the second", SEE_CHECKOUT, {"id": second})


def everything_off_needs_no_payment(play: Play) -> None:
    code = voucher(play, "ALL", "100")
    given = {"email": play.email("ann"), "billingAddress": COLUMBUS}
    checkout = basket(play, "us", given=given, CRS_CALF_01=2)
    play.ask("use the code", PROMO, {"id": checkout, "promoCode": code})
    complete(play, checkout)


def a_sum_off_the_whole_order_is_shared_by_the_lines(play: Play) -> None:
    code = voucher(play, "TEN", "10", discountValueType="FIXED")
    checkout = addressed(play, "us", COLUMBUS, TL_STICK_45=1, BK_NCPG_PR=3, CRS_CALF_01=1)
    play.ask("use the code", PROMO, {"id": checkout, "promoCode": code})
    deliver(play, checkout, "Standard (up to 2 kg)")
    pay(play, checkout, total(play, checkout))
    complete(play, checkout)


def the_cheapest_line_alone_is_cheaper(play: Play) -> None:
    code = voucher(play, "CHEAPEST", "50", applyOncePerOrder=True)
    checkout = addressed(play, "us", COLUMBUS, TL_STICK_45=2, TL_BALL_SFT=2)
    play.ask("use the code", PROMO, {"id": checkout, "promoCode": code})
    play.ask("see it as the shop", SEE_CHECKOUT, {"id": checkout}, by=APP)
