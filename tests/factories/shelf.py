"""A shelf to browse: thirty tools in two levels, menus, an article and answers to questions."""

from tests.factories import catalogue, pages

TOOLS = 30  # more than one page of a list


def shelf() -> None:
    """Fill the category `tools` of both markets; odd ones are Advanced, and each costs its number."""
    kind = catalogue.product_type(name="Tool")
    level = catalogue.attribute(name="Level", values=["Foundation", "Advanced"], of_products=kind)
    tools = catalogue.category(name="Trigger Point Tools", slug="tools")
    for number in range(1, TOOLS + 1):
        made = catalogue.product(
            name=f"Pressure Ball {number:02}",
            slug=f"ball-{number:02}",
            prices={"us": f"{number}.00", "intl": f"{number}.00"},
            of_type=kind,
            in_category=tools,
        )
        catalogue.give(made, level, "advanced" if number % 2 else "foundation")
    pages.page(
        title="Calf trigger points",
        slug="calf",
        kind="article",
        blocks=(
            ("header", {"text": "Key facts", "level": 2}),
            ("list", {"items": ["60% of adults know night cramp"]}),
            ("table", {"content": [["Muscle", "Attachments", "Nerve"], ["Gastrocnemius", "Femur to heel", "Tibial"]]}),
        ),
        related_products=["ball-01"],
    )
    pages.page(
        title="Questions and answers",
        slug="faq",
        blocks=(
            ("header", {"text": "Delivery", "level": 2}),
            ("header", {"text": "Where do you ship?", "level": 3}),
            ("paragraph", {"text": "To both markets."}),
        ),
    )
    regions = {"Head and neck": "/collections/head-neck/", "Leg and foot": "/collections/leg-foot/"}
    pages.menu(
        slug="navbar",
        entries={
            "Courses": "/categories/online-courses/",
            "By body region": regions,
            "Books": "/categories/books/",
            "Charts": "/categories/charts/",
            "Tools": "/categories/tools/",
            "Gift cards": "/categories/gift-cards/",
        },
    )
    pages.menu(slug="footer", entries={"Help": {"Questions and answers": "/pages/faq/"}})
