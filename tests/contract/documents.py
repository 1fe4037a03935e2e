"""What the scenarios ask, as widely as the engine answers, in the dialect that Saleor reads."""

MONEY = "{ currency amount }"
TAXED = "{ currency net { amount } gross { amount } tax { amount } }"
FAULTS = "errors { field message code }"
PLACE = "{ firstName lastName streetAddress1 city postalCode countryArea country { code } phone }"
WAY = f"{{ id name price {MONEY} minimumDeliveryDays maximumDeliveryDays active message }}"
DELIVERY = f"{{ id shippingMethod {WAY} }}"
CHECKOUT = f"""
fragment C on Checkout {{
  id email quantity isShippingRequired displayGrossPrices voucherCode discountName customerNote languageCode
  discount {MONEY}
  lines {{
    id quantity requiresShipping isGift variant {{ sku name }}
    unitPrice {TAXED} undiscountedUnitPrice {MONEY} totalPrice {TAXED} undiscountedTotalPrice {MONEY}
    problems {{ __typename ... on CheckoutLineProblemInsufficientStock {{ availableQuantity }} }}
  }}
  shippingAddress {PLACE} billingAddress {PLACE}
  delivery {DELIVERY}
  subtotalPrice {TAXED} shippingPrice {TAXED} totalPrice {TAXED} totalBalance {MONEY}
  chargeStatus authorizeStatus
  problems {{ __typename }}
}}
"""
CHECKOUT_FAULTS = "errors { field message code variants lines addressType }"
ORDER = f"""
fragment O on Order {{
  id number status statusDisplay origin isPaid chargeStatus authorizeStatus paymentStatus paymentStatusDisplay
  userEmail isShippingRequired shippingMethodName voucherCode customerNote languageCodeEnum displayGrossPrices
  actions canFinalize shippingTaxRate
  errors {{ field message code orderLines variants }}
  total {TAXED} undiscountedTotal {TAXED} subtotal {TAXED} shippingPrice {TAXED} undiscountedShippingPrice {MONEY}
  totalCharged {MONEY} totalAuthorized {MONEY} totalBalance {MONEY} totalRefunded {MONEY}
  shippingAddress {PLACE} billingAddress {PLACE}
  discounts {{ type name valueType value total {MONEY} }}
  lines {{
    id productName variantName productSku isShippingRequired quantity quantityFulfilled quantityToFulfill
    taxRate taxClassName isPriceOverridden isGift voucherCode
    unitPrice {TAXED} undiscountedUnitPrice {TAXED} totalPrice {TAXED} undiscountedTotalPrice {TAXED}
    unitDiscount {MONEY} unitDiscountReason unitDiscountType unitDiscountValue
  }}
  fulfillments {{
    fulfillmentOrder status statusDisplay trackingNumber lines {{ quantity orderLine {{ productSku }} }}
  }}
  metadata {{ key value }}
}}
"""
ORDER_FAULTS = "errors { field message code orderLines variants addressType }"
CREATE = f"""{CHECKOUT}
mutation Create($input: CheckoutCreateInput!) {{
  checkoutCreate(input: $input) {{ checkout {{ ...C }} {CHECKOUT_FAULTS} }}
}}"""
DELIVERIES = f"""
mutation Deliveries($id: ID!) {{
  deliveryOptionsCalculate(id: $id) {{ deliveries {DELIVERY} {FAULTS} }}
}}"""
COMPLETE = f"""{ORDER}
mutation Complete($id: ID!, $metadata: [MetadataInput!]) {{
  checkoutComplete(id: $id, metadata: $metadata) {{ order {{ ...O }} {CHECKOUT_FAULTS} }}
}}"""
SEE_CHECKOUT = f"{CHECKOUT} query See($id: ID!) {{ checkout(id: $id) {{ ...C }} }}"
SEE_ORDER = f"{ORDER} query See($id: ID!) {{ order(id: $id) {{ ...O }} }}"
TRANSACTION = f"""
fragment T on TransactionItem {{
  id name message pspReference actions
  authorizedAmount {MONEY} chargedAmount {MONEY} refundedAmount {MONEY} canceledAmount {MONEY}
  chargePendingAmount {MONEY} refundPendingAmount {MONEY}
  events {{ pspReference message type amount {MONEY} }}
}}
"""
TRANSACTION_CREATE = f"""{TRANSACTION}
mutation Pay($id: ID!, $transaction: TransactionCreateInput!) {{
  transactionCreate(id: $id, transaction: $transaction) {{ transaction {{ ...T }} {FAULTS} }}
}}"""
REPORT = f"""{TRANSACTION}
mutation Report($id: ID!, $psp: String!, $type: TransactionEventTypeEnum!, $amount: PositiveDecimal,
                $actions: [TransactionActionEnum!], $message: String) {{
  transactionEventReport(id: $id, pspReference: $psp, type: $type, amount: $amount, availableActions: $actions,
                         message: $message) {{
    alreadyProcessed transaction {{ ...T }} {FAULTS}
  }}
}}"""


def checkout_mutation(name: str, **arguments: str) -> str:
    """Return a mutation that answers with a checkout; `arguments` are GraphQL types by name, besides `id`."""
    declared = ", ".join(f"${argument}: {of_type}" for argument, of_type in {"id": "ID!", **arguments}.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in ("id", *arguments))
    return f"{CHECKOUT} mutation Change({declared}) {{ {name}({passed}) {{ checkout {{ ...C }} {CHECKOUT_FAULTS} }} }}"


def order_mutation(name: str, **arguments: str) -> str:
    """Return a mutation that answers with an order; `arguments` are GraphQL types by name."""
    declared = ", ".join(f"${argument}: {of_type}" for argument, of_type in arguments.items())
    passed = ", ".join(f"{argument}: ${argument}" for argument in arguments)
    return f"{ORDER} mutation Change({declared}) {{ {name}({passed}) {{ order {{ ...O }} {ORDER_FAULTS} }} }}"
