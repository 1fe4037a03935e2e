"""Visitors look around: lists, prices, filters, orders, what they may not see."""

from tests.contract.playing import APP, Play
from tests.contract.shopping import variant

PRICES = """pricing { onSale displayGrossPrices
  priceRange { start { currency gross { amount } net { amount } } stop { gross { amount } } }
  priceRangeUndiscounted { start { gross { amount } } stop { gross { amount } } }
  discount { gross { amount } } }"""
LIST = f"""query List($channel: String, $first: Int, $after: String, $last: Int, $before: String,
                      $filter: ProductFilterInput, $where: ProductWhereInput, $sortBy: ProductOrder, $search: String) {{
  products(channel: $channel, first: $first, after: $after, last: $last, before: $before, filter: $filter,
           where: $where, sortBy: $sortBy, search: $search) {{
    totalCount pageInfo {{ hasNextPage hasPreviousPage }}
    edges {{ node {{ slug name isAvailable category {{ slug }} {PRICES} }} }}
  }}
}}"""
SLUGS = """query Slugs($channel: String, $first: Int, $filter: ProductFilterInput, $where: ProductWhereInput,
                        $sortBy: ProductOrder, $search: String) {
  products(channel: $channel, first: $first, filter: $filter, where: $where, sortBy: $sortBy, search: $search) {
    totalCount edges { node { slug } }
  }
}"""
PRODUCT = f"""query Product($slug: String!, $channel: String!, $country: CountryCode, $address: AddressInput) {{
  product(slug: $slug, channel: $channel) {{
    name slug description seoTitle seoDescription isAvailable isAvailableForPurchase availableForPurchaseAt
    externalReference weight {{ unit value }} productType {{ slug name isShippingRequired }}
    category {{ slug name }} collections {{ slug }} media {{ alt type }}
    {PRICES}
    attributes {{ attribute {{ slug name inputType }} values {{ name boolean plainText }} }}
    defaultVariant {{ sku }}
    variants {{ sku }}
    productVariants(first: 50) {{ totalCount edges {{ node {{
      sku name quantityAvailable(countryCode: $country) quantityLimitPerCustomer trackInventory
      weight {{ unit value }}
      attributes {{ attribute {{ slug }} values {{ name }} }}
      pricing(address: $address) {{ onSale price {{ gross {{ amount }} net {{ amount }} tax {{ amount }} }}
        priceUndiscounted {{ gross {{ amount }} }} discount {{ gross {{ amount }} }} }}
    }} }} }}
  }}
}}"""
NAME = {"field": "NAME", "direction": "ASC"}


def lists_by_name(play: Play) -> None:
    play.ask("us", LIST, {"channel": "us", "first": 100, "sortBy": NAME})
    play.ask("intl", LIST, {"channel": "intl", "first": 100, "sortBy": NAME})
    play.ask("backwards", SLUGS, {"channel": "us", "first": 5, "sortBy": {"field": "NAME", "direction": "DESC"}})


def lists_by_price(play: Play) -> None:
    """By PRICE: a server knows no MINIMAL_PRICE of products made in bulk until somebody changes them."""
    for direction in ("ASC", "DESC"):
        asked = {"channel": "us", "first": 100, "sortBy": {"field": "PRICE", "direction": direction}}
        play.ask(direction, SLUGS, asked)


def lists_in_no_order(play: Play) -> None:
    play.ask("the first five", SLUGS, {"channel": "us", "first": 5})


def lists_in_pages(play: Play) -> None:
    document = """query Page($after: String, $sortBy: ProductOrder) {
      products(channel: "us", first: 30, after: $after, sortBy: $sortBy) {
        totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { node { slug } }
      }
    }"""
    after = None
    for page in ("first", "second", "third"):
        found = play.ask(f"{page} page", document, {"after": after, "sortBy": NAME})["products"]
        after = found["pageInfo"]["endCursor"]
    play.ask("too many at once", SLUGS, {"channel": "us", "first": 101})
    play.ask("no number", SLUGS, {"channel": "us"})
    play.ask("a wrong cursor", document, {"after": "nonsense", "sortBy": NAME})


def a_book_in_both_markets(play: Play) -> None:
    for channel, country in (("us", "US"), ("intl", "GB"), ("intl", "DE"), ("intl", "JP")):
        asked = {"slug": "night-cramp-pocket-guide", "channel": channel, "country": country}
        play.ask(f"{channel} {country}", PRODUCT, {**asked, "address": {"country": country}})


def a_course_a_tool_and_a_kit(play: Play) -> None:
    for slug in ("gastrocnemius-soleus-night-cramp", "firm-pressure-ball", "night-cramp-relief-kit"):
        play.ask(slug, PRODUCT, {"slug": slug, "channel": "us", "country": "US"})
    for slug in ("back-torso-trigger-point-chart", "regional-course-library", "campus-e-gift-card"):
        play.ask(slug, PRODUCT, {"slug": slug, "channel": "intl", "country": "GB"})
    play.ask("an unknown one", PRODUCT, {"slug": "no-such-thing", "channel": "us"})
    play.ask("in an unknown channel", PRODUCT, {"slug": "firm-pressure-ball", "channel": "mars"})


def filters(play: Play) -> None:
    def ask(step: str, **asked: object) -> None:
        play.ask(step, SLUGS, {"channel": "us", "first": 100, "sortBy": NAME, **asked})

    category = "query Category($slug: String!) { category(slug: $slug) { id } }"
    tools = play.prepare(category, {"slug": "tools"})["category"]["id"]
    collection = 'query Collection { collection(slug: "bestsellers", channel: "us") { id } }'
    best = play.prepare(collection)["collection"]["id"]
    ask("a category", filter={"categories": [tools]})
    ask("a category, the new way", where={"category": {"eq": tools}})
    ask("a collection", filter={"collections": [best]})
    ask("a collection, the new way", where={"collection": {"eq": best}})
    ask("ten to twenty", filter={"price": {"gte": 10, "lte": 20}})
    ask("from fifty, the new way", where={"price": {"range": {"gte": 50}}})
    ask("to ten, the new way", where={"price": {"range": {"lte": 10}}})
    ask("for free", filter={"price": {"lte": 0}})
    ask("in stock", filter={"stockAvailability": "IN_STOCK"})
    ask("out of stock", filter={"stockAvailability": "OUT_OF_STOCK"})
    ask("for sale", filter={"isAvailable": True})
    ask("not for sale", filter={"isAvailable": False})
    ask("by slug", filter={"slugs": ["foot-arch-roller", "no-such-thing"]})
    ask("an attribute", filter={"attributes": [{"slug": "muscle-group", "values": ["leg-foot"]}]})
    ask("an unknown attribute", filter={"attributes": [{"slug": "no-such-attribute", "values": ["x"]}]})
    ask("an unknown value", filter={"attributes": [{"slug": "muscle-group", "values": ["no-such-value"]}]})
    ask("both ways at once", filter={"isAvailable": True}, where={"isAvailable": True})
    ask("two conditions", where={"AND": [{"category": {"eq": tools}}, {"price": {"range": {"lte": 12}}}]})
    roller, dear = {"slug": {"eq": "foot-arch-roller"}}, {"price": {"range": {"gte": 300}}}
    ask("either of two", where={"OR": [roller, dear]})


def searching(play: Play) -> None:
    wishes = ("calf", "CALF stick", "cal", "headach", "trigger point chart", "TL-STICK-45", "zzzz", "ball's")
    for words in (*wishes, "night-cramp"):
        play.ask(words, SLUGS, {"channel": "us", "first": 100, "search": words, "sortBy": NAME})
    rank = {"field": "RANK", "direction": "DESC"}
    play.ask("by rank without words", SLUGS, {"channel": "us", "first": 3, "sortBy": rank})


def shelves_and_collections(play: Play) -> None:
    document = """query Shelf($slug: String!) {
      category(slug: $slug) { name slug description level ancestors(first: 5) { edges { node { slug } } }
        children(first: 5) { totalCount } products(channel: "us", first: 100) { totalCount edges { node { slug } } } }
    }"""
    play.ask("a category", document, {"slug": "bundles"})
    play.ask("an unknown category", document, {"slug": "no-such-thing"})
    document = """query Collection($slug: String!, $channel: String) {
      collection(slug: $slug, channel: $channel) { name slug description
        products(first: 100, sortBy: {field: COLLECTION, direction: ASC}) { totalCount edges { node { slug } } } }
    }"""
    play.ask("a collection", document, {"slug": "bestsellers", "channel": "us"})
    play.ask("an unknown collection", document, {"slug": "no-such-thing", "channel": "us"})
    play.ask("without a channel", document, {"slug": "bestsellers"})
    play.ask("all categories", "query All { categories(first: 100) { totalCount edges { node { slug } } } }")
    document = 'query All { collections(first: 100, channel: "us") { totalCount edges { node { slug } } } }'
    play.ask("all collections", document)


def menus_and_pages(play: Play) -> None:
    document = """query Menu($slug: String!) { menu(slug: $slug, channel: "us") { name items { name level url
      category { slug } collection { slug } page { slug } children { name category { slug } page { slug } } } } }"""
    menus = play.prepare('query Menus { menus(first: 20, channel: "us") { edges { node { slug } } } }')["menus"][
        "edges"
    ]
    for slug in sorted(edge["node"]["slug"] for edge in menus):
        play.ask(f"menu {slug}", document, {"slug": slug})
    page = """query Page($slug: String!) { page(slug: $slug) { title slug content isPublished pageType { slug }
      attributes { attribute { slug } values { name } } } }"""
    play.ask("the first article", page, {"slug": "gastrocnemius-and-soleus-trigger-points"})
    play.ask("an unknown page", page, {"slug": "no-such-thing"})
    play.ask(
        "all pages",
        """query All {
          pages(first: 100, sortBy: {field: TITLE, direction: ASC}) { totalCount edges { node { slug } } }
        }""",
    )


def what_visitors_may_not_see(play: Play) -> None:
    for step, document in (
        ("channels", "query A { channels { slug } }"),
        ("a channel's currency", 'query A { channel(slug: "us") { slug currencyCode } }'),
        ("a channel's countries", 'query A { channel(slug: "us") { slug countries { code } } }'),
        ("customers", "query A { customers(first: 1) { totalCount } }"),
        ("drafts", "query A { draftOrders(first: 1) { totalCount } }"),
        ("vouchers", "query A { vouchers(first: 1) { totalCount } }"),
        ("warehouses", "query A { warehouses(first: 1) { totalCount } }"),
        ("zones", "query A { shippingZones(first: 1) { totalCount } }"),
        ("taxes", "query A { taxClasses(first: 1) { totalCount } }"),
        ("checkouts", "query A { checkouts(first: 1) { totalCount } }"),
        ("staff", "query A { staffUsers(first: 1) { totalCount } }"),
        ("apps", "query A { apps(first: 1) { totalCount } }"),
        ("the version", "query A { shop { name version } }"),
        ("the quantity limit", "query A { shop { limitQuantityPerCheckout } }"),
        (
            "listings",
            'query A { product(slug: "firm-pressure-ball", channel: "us") { slug channelListings { isPublished } } }',
        ),
        ("a tax class", 'query A { product(slug: "firm-pressure-ball", channel: "us") { slug taxClass { name } } }'),
        ("notes", 'query A { product(slug: "firm-pressure-ball", channel: "us") { slug privateMetadata { key } } }'),
        ("me", "query A { me { email } }"),
    ):
        play.ask(step, document)
    sku = {"id": variant(play, "TL-STICK-45")}
    play.ask("stocks", 'query A($id: ID!) { productVariant(id: $id, channel: "us") { sku stocks { quantity } } }', sku)
    play.ask("an unknown field", "query A { nothing }")
    play.ask("no variable", "query A($id: ID!) { checkout(id: $id) { id } }")
    play.ask("a broken document", "query A {")
    play.ask("the shop", "query A { shop { name phonePrefixes defaultCountry { code } } }", by=APP)


def address_rules(play: Play) -> None:
    document = """query Rules($country: CountryCode!) { addressValidationRules(countryCode: $country) {
      countryCode countryName addressFormat addressLatinFormat allowedFields requiredFields upperFields
      countryAreaType countryAreaChoices { raw verbose } cityType cityChoices { raw } postalCodeType
      postalCodeMatchers postalCodeExamples postalCodePrefix } }"""
    for country in ("US", "GB", "DE", "JP", "AE", "HK", "BR"):
        play.ask(country, document, {"country": country})
