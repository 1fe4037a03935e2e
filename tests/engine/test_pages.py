"""Pages: written by those who manage them, read by everybody once published."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from store.engine.actions.page import save_page
from store.engine.models import App, Attribute, Page, PageType
from store.engine.schema.ids import to_global_id
from tests.engine.asking import ask, data

pytestmark = pytest.mark.django_db

CREATE = """mutation($i: PageCreateInput!) { pageCreate(input: $i) {
  page { title slug content isPublished publishedAt seoTitle pageType { slug } } errors { field code message }
} }"""
UPDATE = """mutation($id: ID!, $i: PageInput!) { pageUpdate(id: $id, input: $i) {
  page { title slug seoTitle seoDescription } errors { field code }
} }"""
TYPE = """mutation($i: PageTypeCreateInput!) { pageTypeCreate(input: $i) {
  pageType { name slug attributes { slug } } errors { field code }
} }"""


def app(*permissions: str) -> App:
    return App.objects.create(name="An app", permissions=list(permissions))


def paragraph(text: str) -> str:
    return json.dumps({"blocks": [{"type": "paragraph", "data": {"text": text}}]})


def page(title: str = "Returns", **facts: Any) -> Page:
    page_type = facts.pop("page_type", None) or PageType.objects.get_or_create(slug="policy", name="Policy")[0]
    made = Page(page_type=page_type)
    save_page(page=made, columns={"title": title, "is_published": True, **facts})
    return made


def test_a_page_is_written_cleaned_and_published_from_now_on() -> None:
    page_type = PageType.objects.create(name="Policy", slug="policy")
    before = timezone.now()

    answer = data(
        CREATE,
        {
            "i": {
                "title": "Delivery & returns",
                "pageType": to_global_id("PageType", page_type.pk),
                "content": paragraph("Thirty days<script>alert(1)</script>"),
                "isPublished": True,
                "seo": {"title": "Returns"},
            }
        },
        app=app("MANAGE_PAGES"),
    )["pageCreate"]

    assert answer["errors"] == []
    assert answer["page"]["slug"] == "delivery-returns"
    assert answer["page"]["seoTitle"] == "Returns"
    assert json.loads(answer["page"]["content"])["blocks"][0]["data"]["text"] == "Thirty days"
    assert datetime.fromisoformat(answer["page"]["publishedAt"]) >= before


def test_a_page_that_cannot_be_is_refused() -> None:
    taken, caller = page(), app("MANAGE_PAGES")
    page_type = to_global_id("PageType", taken.page_type_id)

    def errors(**facts: Any) -> list[tuple[str | None, str]]:
        answer = data(CREATE, {"i": {"title": "New", "pageType": page_type, **facts}}, app=caller)["pageCreate"]
        return [(error["field"], error["code"]) for error in answer["errors"]]

    assert errors(slug="returns") == [("slug", "UNIQUE")]
    assert errors(title="") == [("title", "REQUIRED")]
    assert errors(pageType=to_global_id("PageType", 999)) == [("pageType", "NOT_FOUND")]
    assert errors(content=json.dumps({"blocks": [{"type": "code", "data": {}}]})) == [(None, "INVALID")]
    assert Page.objects.count() == 1


def test_a_page_is_changed_and_what_is_left_out_stays() -> None:
    changed = page(seo_title="Old", seo_description="Kept")

    answer = data(
        UPDATE,
        {"id": to_global_id("Page", changed.pk), "i": {"title": "Sending back", "seo": {"title": "New"}}},
        app=app("MANAGE_PAGES"),
    )["pageUpdate"]

    assert answer["page"] == {
        "title": "Sending back",
        "slug": "returns",
        "seoTitle": "New",
        "seoDescription": "Kept",
    }


def test_a_slug_cannot_be_emptied() -> None:
    changed = page()

    answer = data(UPDATE, {"id": to_global_id("Page", changed.pk), "i": {"slug": ""}}, app=app("MANAGE_PAGES"))

    assert answer["pageUpdate"]["errors"] == [{"field": "slug", "code": "REQUIRED"}]


def test_a_page_is_deleted() -> None:
    gone = page()
    document = "mutation($id: ID!) { pageDelete(id: $id) { page { id slug } errors { code } } }"

    page_id = to_global_id("Page", gone.pk)
    answer = data(document, {"id": page_id}, app=app("MANAGE_PAGES"))["pageDelete"]

    assert answer["page"] == {"id": page_id, "slug": "returns"}
    assert not Page.objects.exists()


def test_visitors_do_not_see_hidden_or_future_pages() -> None:
    page("Now")
    page("Hidden", is_published=False)
    page("Later", published_at=timezone.now() + timedelta(days=1))
    document = "{ pages(first: 10) { totalCount edges { node { slug } } } }"

    visitors, managers = data(document)["pages"], data(document, app=app("MANAGE_PAGES"))["pages"]

    assert [edge["node"]["slug"] for edge in visitors["edges"]] == ["now"]
    assert managers["totalCount"] == 3
    assert data('{ page(slug: "later") { id } }') == {"page": None}
    assert data('{ page(slug: "now") { slug } }') == {"page": {"slug": "now"}}


def test_articles_come_newest_first_page_by_page_in_a_constant_number_of_queries(
    django_assert_num_queries: Any,
) -> None:
    articles = PageType.objects.create(name="Article", slug="article")
    for day in (1, 2, 3):
        page(f"Article {day}", page_type=articles, published_at=datetime(2026, 1, day, tzinfo=UTC))
    page("A policy")
    document = """query($type: ID!, $after: String) {
      pages(first: 2, after: $after, where: {pageType: {eq: $type}}, sortBy: {field: PUBLISHED_AT, direction: DESC}) {
        pageInfo { hasNextPage endCursor }
        edges { node { title pageType { slug } metafields(keys: ["summary"]) } } } }"""
    variables = {"type": to_global_id("PageType", articles.pk)}

    with django_assert_num_queries(2):
        first = data(document, variables)["pages"]
    second = data(document, {**variables, "after": first["pageInfo"]["endCursor"]})["pages"]

    assert [edge["node"]["title"] for edge in first["edges"]] == ["Article 3", "Article 2"]
    assert [edge["node"]["title"] for edge in second["edges"]] == ["Article 1"]
    assert second["pageInfo"]["hasNextPage"] is False


def test_pages_are_found_by_the_beginnings_of_their_words() -> None:
    page("Trigger points of the calf", content={"blocks": [{"type": "paragraph", "data": {"text": "Soleus muscle"}}]})
    page("Delivery")

    assert data('{ pages(first: 5, search: "sol trig") { edges { node { slug } } } }')["pages"]["edges"] == [
        {"node": {"slug": "trigger-points-of-the-calf"}}
    ]


def test_sorting_by_rank_needs_a_search() -> None:
    assert (
        "RANK"
        in ask("{ pages(first: 1, sortBy: {field: RANK, direction: ASC}) { totalCount } }")["errors"][0]["message"]
    )


def test_a_page_type_has_page_attributes_only() -> None:
    caller = app("MANAGE_PAGE_TYPES_AND_ATTRIBUTES", "MANAGE_PAGES")
    author = Attribute.objects.create(name="Author", slug="author", type="PAGE_TYPE", input_type="PLAIN_TEXT")
    size = Attribute.objects.create(name="Size", slug="size", type="PRODUCT_TYPE")

    made = data(TYPE, {"i": {"name": "Article", "addAttributes": [to_global_id("Attribute", author.pk)]}}, app=caller)
    wrong = data(TYPE, {"i": {"name": "Other", "addAttributes": [to_global_id("Attribute", size.pk)]}}, app=caller)
    taken = data(TYPE, {"i": {"name": "Article", "slug": "article"}}, app=caller)

    assert made["pageTypeCreate"]["pageType"] == {
        "name": "Article",
        "slug": "article",
        "attributes": [{"slug": "author"}],
    }
    assert wrong["pageTypeCreate"]["errors"] == [{"field": "addAttributes", "code": "INVALID"}]
    assert taken["pageTypeCreate"]["errors"] == [{"field": "slug", "code": "UNIQUE"}]


def test_a_page_has_the_facts_of_its_type_and_lacks_none_that_is_required() -> None:
    caller = app("MANAGE_PAGES")
    topic = Attribute.objects.create(name="Topic", slug="topic", type="PAGE_TYPE", value_required=True)
    article = PageType.objects.create(name="Article", slug="article")
    article.attribute_pages.create(attribute=topic)
    fact = {"id": to_global_id("Attribute", topic.pk), "dropdown": {"value": "Calf"}}
    article_input = {"title": "Soleus", "pageType": to_global_id("PageType", article.pk), "isPublished": True}

    lacking = data(CREATE, {"i": article_input}, app=caller)["pageCreate"]
    made = data(CREATE, {"i": {**article_input, "attributes": [fact]}}, app=caller)["pageCreate"]
    read = data("""{ page(slug: "soleus") { assignedAttributes { attribute { slug }
      ... on AssignedSingleChoiceAttribute { value { name slug } } } } }""")

    assert [(error["field"], error["code"]) for error in lacking["errors"]] == [("attributes", "REQUIRED")]
    assert made["errors"] == []
    assert read["page"]["assignedAttributes"] == [
        {"attribute": {"slug": "topic"}, "value": {"name": "Calf", "slug": "calf"}}
    ]


def test_page_types_are_found_by_slug() -> None:
    PageType.objects.create(name="Article", slug="article")
    PageType.objects.create(name="Policy", slug="policy")

    answer = data('{ pageTypes(first: 5, filter: {slugs: ["policy"]}) { edges { node { name } } } }')

    assert answer["pageTypes"]["edges"] == [{"node": {"name": "Policy"}}]
