import shutil
from pathlib import Path

import pytest

from catalog_seed.check import check
from catalog_seed.content import read
from catalog_seed.files import CONTENT, read_yaml
from catalog_seed.mistakes import MistakesFound

STICK = "products/tools/calf-massage-stick.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def change(folder: Path, name: str, old: str, new: str) -> int:
    """Write something else into a file; returns the line where it stands."""
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def mistakes(folder: Path) -> list[tuple[str, int, str]]:
    with pytest.raises(MistakesFound) as found:
        read(folder, check=check)
    return [
        (mistake.file.relative_to(folder).as_posix(), mistake.line, mistake.message) for mistake in found.value.mistakes
    ]


@pytest.mark.parametrize(
    ("name", "old", "new", "advice"),
    [
        (STICK, "related:", "relatd:", '"relatd" is not known here. Did you mean "related"?'),
        (STICK, "us: 19.95", "us: cheap", 'us: "cheap" is no amount. Write it like 12.50.'),
        (STICK, "us: 19.95", "us: 19.955", "us: 19.955 has too many decimals. Write at most 2."),
        (STICK, "us: 19.95", "us: -1.00", "us: -1.00 is too small. Write 0 or more."),
        (STICK, "weight_kg: 0.32", "weight_kg: 0", "weight_kg: 0 is too small. Write more than 0."),
        (STICK, "type: tool", "type: tol", 'There is no product type "tol". Did you mean "tool"?'),
        (STICK, "tax_class: physical", "tax_class: solid", None),
        (STICK, "{us: 19.95, intl: 14.99}", "{us: 19.95}", 'The price for "intl" is missing. Add "intl: 0.00".'),
        (STICK, "bestsellers", "best-sellers", 'There is no collection "best-sellers". Did you mean "bestsellers"?'),
        (
            STICK,
            "night-cramp-relief-kit",
            "night-cramp-kit",
            'There is no product "night-cramp-kit". Did you mean "night-cramp-relief-kit"?',
        ),
        (STICK, "muscle_group: leg-foot", "muscle_group: leg", None),
        (STICK, "material:", "materiel:", 'A tool has no "materiel". Did you mean "material"?'),
        (
            STICK,
            "us-warehouse: 71",
            "uk-warehouse: 71",
            'There is no warehouse "uk-warehouse". Did you mean "us-warehouse"?',
        ),
        ("menus.yaml", "category: books", "category: boks", 'There is no category "boks". Did you mean "books"?'),
        (
            "channels.yaml",
            "prices_include_tax: false",
            "prices_include_tax: maybe",
            'prices_include_tax: write true or false instead of "maybe".',
        ),
        (
            "vouchers.yaml",
            "of: order",
            "of: everything",
            "\"everything\" is not possible. Write one of: 'order', 'delivery' or 'products'.",
        ),
        ("articles/gastrocnemius-and-soleus-trigger-points.md", "type: article", "type: blog", None),
    ],
)
def test_a_mistake_is_told_with_its_file_its_line_and_what_to_write(
    folder: Path, name: str, old: str, new: str, advice: str | None
) -> None:
    line = change(folder, name, old, new)

    found = mistakes(folder)

    assert [(file, where) for file, where, _ in found] == [(name, line)]
    if advice:
        assert found[0][2] == advice


def test_all_mistakes_are_told_at_once(folder: Path) -> None:
    first = change(folder, STICK, "us: 19.95", "us: cheap")
    second = change(folder, "channels.yaml", "currency: USD", "curency: USD")

    assert [(file, line) for file, line, _ in mistakes(folder)] == [
        ("channels.yaml", 2),
        ("channels.yaml", second),
        (STICK, first),
    ]


def test_what_is_missing_is_told_where_it_should_stand(folder: Path) -> None:
    change(folder, STICK, "name: Calf Massage Stick\n", "")

    assert mistakes(folder) == [(STICK, 1, '"name" is missing. Add a line "name: ...".')]


def test_a_file_that_is_no_yaml_is_told_by_its_line(folder: Path) -> None:
    line = change(folder, STICK, "collections: [", "collections: [[")

    ((file, where, _),) = mistakes(folder)

    assert (file, where - line in (0, 1)) == (STICK, True)


def test_a_key_that_stands_twice_is_a_mistake(folder: Path) -> None:
    change(folder, STICK, "type: tool\n", "type: tool\ntype: tool\n")

    assert mistakes(folder) == [(STICK, 3, '"type" stands here twice. Delete one of them.')]


def test_a_sku_belongs_to_one_variant(folder: Path) -> None:
    line = change(folder, "products/tools/trigger-point-cane.yaml", "sku: TL-CANE-BLU", "sku: TL-STICK-45")

    assert mistakes(folder)[0] == (
        "products/tools/trigger-point-cane.yaml",
        line,
        "TL-STICK-45 is already used in calf-massage-stick.yaml.",
    )


def test_a_product_without_a_picture_is_told_how_to_get_one(folder: Path) -> None:
    (folder / STICK).rename(folder / "products/tools/leg-massage-stick.yaml")
    found = [mistake for mistake in mistakes(folder) if "picture" in mistake[2]]

    assert found[0][2] == "There is no picture pictures/leg-massage-stick.webp. Draw one: make pictures."


def test_norway_is_not_a_no(tmp_path: Path) -> None:
    (tmp_path / "zone.yaml").write_text("countries: [NO, SE]\nfree: no\nreal: true\n")

    assert read_yaml(tmp_path / "zone.yaml").data == {"countries": ["NO", "SE"], "free": "no", "real": True}
