"""Where the engine answers otherwise than Saleor on purpose: scenario, step, place in the answer, and why.

Each is a pattern as file names have them: `*` stands for anything. One that no longer occurs fails the tests.
"""

STALE = "Saleor answers these fields from a draft whose sums it has not computed yet; the engine computes them first."
WORDS = "The words of the GraphQL library, which is a newer one here; code and path are the same."
DEFAULT = "Saleor's bulk creation chooses no default variant; here the first one is."
INSTALLED = "What a server's installation brings along; the engine starts empty."

Difference = tuple[str, str, str, str]

DIFFERENCES: list[Difference] = [
    ("*", "*", "data.draftOrderCreate.order.isPaid", STALE),
    ("*", "*", "data.draftOrderCreate.order.paymentStatus*", STALE),
    ("*", "*", "data.draftOrder[CU][rp]*.order.totalBalance.amount", STALE),
    ("*", "*", "data.order[LUD]*.order.totalBalance.amount", STALE),
    ("a_draft_says_what_it_lacks", "*", "data.orderLine*.order.isPaid", STALE),
    ("a_draft_says_what_it_lacks", "*", "data.orderLine*.order.paymentStatus*", STALE),
    ("what_visitors_may_not_see", "an unknown field", "errors.0.message", WORDS),
    ("what_visitors_may_not_see", "no variable", "errors.0.message", WORDS),
    ("what_visitors_may_not_see", "a broken document", "errors.0.message", WORDS),
    ("what_visitors_may_not_see", "*channel*", "errors.0.message", "Permissions of equal worth, in another order."),
    ("what_visitors_may_not_see", "the shop", "data.shop.name", INSTALLED),
    ("shelves_and_collections", "all categories", "data.categories.*", INSTALLED),
    ("a_*", "*", "data.product.defaultVariant", DEFAULT),
    ("searching", "night-cramp", "data.products.*", "Saleor finds nothing by words with a dash in them."),
    ("filters", "for free", "data.products.*", "Saleor takes a highest price of nothing for none at all."),
    (
        "addresses_are_checked_and_put_in_form",
        "no state",
        "data.checkoutShippingAddressUpdate.errors",
        "Saleor says twice that the state is missing.",
    ),
    (
        "address_rules",
        "JP",
        "data.addressValidationRules.*",
        "Japan's address format is a newer one in the engine's copy of Google's data.",
    ),
    (
        "a_code_on_a_phone_order",
        "five off tools",
        "data.draftOrderUpdate.order.lines.0.voucherCode",
        "Saleor names the code on lines only from the next change on.",
    ),
]
