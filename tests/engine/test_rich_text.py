"""What is kept of EditorJS documents when they are saved."""

from typing import Any

import pytest

from store.engine.actions.rich_text import InvalidRichText, clean_rich_text, words_of


def paragraph(text: str, **more: Any) -> dict[str, Any]:
    return {"blocks": [{"type": "paragraph", "data": {"text": text, **more}}]}


def test_scripts_and_handlers_are_removed_and_links_get_a_rel() -> None:
    cleaned = clean_rich_text(paragraph('<b>Hi</b><script>x()</script><a href="https://a.b" onclick="x()">a</a>'))
    assert cleaned == paragraph('<b>Hi</b><a href="https://a.b" rel="noopener noreferrer">a</a>')


def test_a_link_to_a_script_loses_its_address() -> None:
    assert clean_rich_text(paragraph('<a href="javascript:x()">a</a>')) == paragraph(
        '<a rel="noopener noreferrer">a</a>'
    )


def test_unknown_keys_are_dropped() -> None:
    assert clean_rich_text({**paragraph("Hi", colour="red"), "evil": 1, "time": 5}) == {"time": 5, **paragraph("Hi")}


def test_an_embed_with_a_strange_scheme_is_marked_invalid() -> None:
    cleaned = clean_rich_text({"blocks": [{"type": "embed", "data": {"embed": "data:text/html,x"}}]})
    assert cleaned == {"blocks": [{"type": "embed", "data": {"embed": "#invalid"}}]}


def test_flat_and_nested_lists_are_kept() -> None:
    items = ["One", {"content": "Two", "items": [{"content": "<i>Three</i>", "items": []}], "meta": {"checked": True}}]
    document = {"blocks": [{"id": "a1", "type": "list", "data": {"style": "checklist", "items": items}}]}
    assert clean_rich_text(document) == document
    assert words_of(document) == "One Two Three"


@pytest.mark.parametrize(
    "document",
    [
        "text",
        [],
        {"blocks": {}},
        {"blocks": [{"type": "raw", "data": {"html": "<p>"}}]},
        {"blocks": [{"type": "paragraph"}]},
        {"blocks": [{"type": "paragraph", "data": {"text": 5}}]},
        {"blocks": [{"type": "table", "data": {"content": ["a"]}}]},
    ],
)
def test_what_is_not_editorjs_is_refused_without_a_field(document: Any) -> None:
    with pytest.raises(InvalidRichText) as refused:
        clean_rich_text(document)
    assert refused.value.as_error() == {"message": "Invalid EditorJS input", "code": "INVALID", "field": None}


def test_a_list_nested_too_deep_is_refused() -> None:
    item: dict[str, Any] = {"content": "deepest"}
    for _ in range(12):
        item = {"content": "", "items": [item]}
    with pytest.raises(InvalidRichText):
        clean_rich_text({"blocks": [{"type": "list", "data": {"items": [item]}}]})


def test_an_empty_document_and_none_are_accepted() -> None:
    assert clean_rich_text({}) == {}
    assert clean_rich_text(None) is None
