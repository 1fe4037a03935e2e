import json

from catalog_seed.prose import rich_text, same_text


def blocks(markdown: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(rich_text(markdown))["blocks"]
    return found


def test_markdown_becomes_the_blocks_that_saleor_knows() -> None:
    text = "## Head\n\nOne **bold** and *soft* [link](tel:+1)\nline.\n\n- a\n- b & c\n\n1. first\n\n> said"

    assert blocks(text) == [
        {"type": "header", "data": {"text": "Head", "level": 2}},
        {"type": "paragraph", "data": {"text": 'One <b>bold</b> and <i>soft</i> <a href="tel:+1">link</a> line.'}},
        {"type": "list", "data": {"style": "unordered", "items": ["a", "b &amp; c"]}},
        {"type": "list", "data": {"style": "ordered", "items": ["first"]}},
        {"type": "quote", "data": {"text": "said", "caption": "", "alignment": "left"}},
    ]


def test_a_table_keeps_its_headings() -> None:
    assert blocks("| a | b |\n|---|---|\n| 1 | **2** |") == [
        {"type": "table", "data": {"withHeadings": True, "content": [["a", "b"], ["1", "<b>2</b>"]]}}
    ]


def test_html_in_a_file_is_shown_and_not_obeyed() -> None:
    assert blocks("1 < 2 <b>x</b>") == [{"type": "paragraph", "data": {"text": "1 &lt; 2 x"}}]


def test_what_saleor_adds_to_links_is_no_difference() -> None:
    wanted = rich_text("[a](https://example.com)")
    stored = wanted.replace('\\">a', '\\" rel=\\"noopener noreferrer\\">a')

    assert stored != wanted
    assert same_text(stored, wanted)
    assert not same_text(stored, rich_text("[b](https://example.com)"))
    assert not same_text(None, wanted)
