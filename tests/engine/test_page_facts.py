"""The facts of pages, given when a page is written."""

import pytest

from store.engine.models import App, PageType, PageTypeAttribute
from store.engine.schema.ids import to_global_id
from tests.engine.asking import data
from tests.factories.catalogue import attribute, product

pytestmark = pytest.mark.django_db


def test_a_page_is_written_with_its_facts_and_they_replace_each_other() -> None:
    app = App.objects.create(name="Seed", permissions=["MANAGE_PAGES", "MANAGE_PRODUCTS"])
    kind = PageType.objects.create(name="Article", slug="article")
    muscles = attribute(name="Muscles", kind="PAGE_TYPE", input_type="MULTISELECT", external_reference="a-muscles")
    related = attribute(
        name="Related", kind="PAGE_TYPE", input_type="REFERENCE", entity_type="PRODUCT", external_reference="a-related"
    )
    for place, fact in enumerate((muscles, related)):
        PageTypeAttribute.objects.create(page_type=kind, attribute=fact, sort_order=place)
    axe = product(name="Axe")
    created = data(
        "mutation($i: PageCreateInput!) { pageCreate(input: $i) { page { id } errors { field code } } }",
        {
            "i": {
                "title": "Frozen shoulder",
                "pageType": to_global_id("PageType", kind.pk),
                "isPublished": True,
                "attributes": [
                    {"externalReference": "a-muscles", "multiselect": [{"value": "Soleus"}, {"value": "Psoas"}]},
                    {"externalReference": "a-related", "references": [to_global_id("Product", axe.pk)]},
                ],
            }
        },
        app=app,
    )["pageCreate"]
    assert created["errors"] == []
    told = """{ page(slug: "frozen-shoulder") { assignedAttributes { attribute { slug }
        ... on AssignedMultiChoiceAttribute { choices: value { slug } }
        ... on AssignedMultiProductReferenceAttribute { products: value { slug } } } } }"""
    assert data(told)["page"]["assignedAttributes"] == [
        {"attribute": {"slug": "muscles"}, "choices": [{"slug": "soleus"}, {"slug": "psoas"}]},
        {"attribute": {"slug": "related"}, "products": [{"slug": "axe"}]},
    ]
    changed = data(
        "mutation($id: ID!, $i: PageInput!) { pageUpdate(id: $id, input: $i) { errors { field code } } }",
        {
            "id": created["page"]["id"],
            "i": {"attributes": [{"externalReference": "a-muscles", "multiselect": [{"value": "Psoas"}]}]},
        },
        app=app,
    )["pageUpdate"]
    assert changed["errors"] == []
    assert data(told)["page"]["assignedAttributes"][0]["choices"] == [{"slug": "psoas"}]
