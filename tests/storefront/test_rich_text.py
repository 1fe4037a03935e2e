"""EditorJS becomes safe HTML."""

import json

from store.storefront.rich_text import plain, render, sections


def document(*blocks: tuple[str, dict[str, object]]) -> str:
    return json.dumps({"blocks": [{"type": kind, "data": facts} for kind, facts in blocks]})


def test_paragraphs_headings_and_lists_become_html() -> None:
    content = document(
        ("header", {"text": "Meet the soleus", "level": 2}),
        ("paragraph", {"text": "It lies <b>deep</b>."}),
        ("list", {"style": "ordered", "items": ["Tibia", "Fibula"]}),
    )
    assert render(content) == (
        '<h2 id="meet-the-soleus">Meet the soleus</h2><p>It lies <b>deep</b>.</p><ol><li>Tibia</li><li>Fibula</li></ol>'
    )


def test_scripts_and_handlers_do_not_survive() -> None:
    content = document(
        ("paragraph", {"text": '<script>alert(1)</script><a href="javascript:alert(1)" onclick="x()">read</a>'}),
        ("paragraph", {"text": '<img src=x onerror="alert(1)">ok'}),
    )
    assert render(content) == '<p><a rel="noopener">read</a></p><p>ok</p>'


def test_a_picture_must_come_from_this_shop_or_over_https() -> None:
    assert render(document(("image", {"file": {"url": "javascript:alert(1)"}}))) == ""
    assert render(document(("image", {"file": {"url": "/media/calf.webp"}, "caption": "A calf"}))) == (
        '<figure><img src="/media/calf.webp" alt="A calf" loading="lazy"><figcaption>A calf</figcaption></figure>'
    )


def test_an_article_s_headings_never_outrank_the_page_s_own() -> None:
    assert render(document(("header", {"text": "Loud", "level": 1}))) == '<h2 id="loud">Loud</h2>'


def test_key_facts_and_their_list_become_a_box() -> None:
    content = document(("header", {"text": "Key facts", "level": 2}), ("list", {"items": ["60% of adults"]}))
    assert render(content) == (
        '<aside class="key-facts" aria-label="Key facts"><h2 id="key-facts">Key facts</h2>'
        "<ul><li>60% of adults</li></ul></aside>"
    )


def test_an_unknown_block_and_broken_json_show_nothing() -> None:
    assert render(document(("embed", {"embed": "https://example.com"}))) == ""
    assert render("{not json") == ""
    assert render(None) == ""


def test_words_are_cut_between_words() -> None:
    content = document(("paragraph", {"text": "Calf &amp; foot <b>pain</b> at night"}))
    assert plain(content) == "Calf & foot pain at night"
    assert plain(content, limit=14) == "Calf & foot…"


def test_a_page_is_read_by_its_sections() -> None:
    content = document(
        ("paragraph", {"text": "Call us."}),
        ("header", {"text": "Courses", "level": 2}),
        ("header", {"text": "Is there a certificate?", "level": 3}),
        ("paragraph", {"text": "Yes."}),
        ("header", {"text": "Delivery", "level": 2}),
    )
    groups = sections(content)
    assert [group.title for group in groups] == ["Courses", "Delivery"]
    assert [(question.title, question.html) for question in groups[0].parts] == [
        ("Is there a certificate?", "<p>Yes.</p>")
    ]
