"""Mistakes in the files: where each stands and what to write instead."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails


@dataclass(frozen=True, order=True)
class Mistake:
    """One mistake: file, line (from 1), and what to write instead."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{shortened(self.file)}:{self.line}: {self.message}"


class MistakesFound(Exception):  # noqa: N818 - an answer, not a fault
    """The files cannot be used; `mistakes` holds all that were found, in the order of files and lines."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = sorted(set(mistakes))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def shortened(file: Path) -> str:
    """Return a path as people would type it: from the folder they stand in, where it lies below that."""
    return str(file.relative_to(Path.cwd())) if file.is_relative_to(Path.cwd()) else str(file)


def suggestion(wrong: str, possible: Iterable[str]) -> str:
    """Return which of the possible words was probably meant, or all of them when none is near."""
    words = list(possible)
    near = difflib.get_close_matches(wrong, words, n=1, cutoff=0.6)
    if near:
        return f'Did you mean "{near[0]}"?'
    return f"Write one of: {', '.join(words)}." if len(words) <= 30 else ""


def advice(error: ErrorDetails, where: tuple[int | str, ...], keys: Iterable[str]) -> str:
    """Return what to write instead, for an error that pydantic found; `keys` are all that files know."""
    name, given, kind = str(where[-1]) if where else "", error["input"], error["type"]
    context = error.get("ctx", {})
    sentences = {
        "extra_forbidden": f'"{name}" is not known here. {suggestion(name, keys)}'.strip(),
        "missing": f'"{name}" is missing. Add a line "{name}: ...".',
        "literal_error": f'"{given}" is not possible. Write one of: {context.get("expected", "")}.',
        "string_type": f'{name}: write words; put "{given}" in quotes if it is meant as such.',
        "string_pattern_mismatch": (
            f'"{given}" will not do. Write letters, digits and hyphens: wall-chart in links, TL-CANE in a SKU.'
        ),
        "decimal_parsing": f'{name}: "{given}" is no amount. Write it like 12.50.',
        "decimal_type": f'{name}: "{given}" is no amount. Write it like 12.50.',
        "decimal_max_places": f"{name}: {given} has too many decimals. Write at most {context.get('decimal_places')}.",
        "int_parsing": f'{name}: "{given}" is no whole number. Write it like 12.',
        "int_type": f'{name}: "{given}" is no whole number. Write it like 12.',
        "bool_parsing": f'{name}: write true or false instead of "{given}".',
        "bool_type": f'{name}: write true or false instead of "{given}".',
        "greater_than_equal": f"{name}: {given} is too small. Write {context.get('ge')} or more.",
        "greater_than": f"{name}: {given} is too small. Write more than {context.get('gt')}.",
        "list_type": f"{name}: write a list: [one, two].",
        "dict_type": f"{name}: write keys with values: {{us: 1.00, intl: 1.00}}.",
        "model_type": f"{name}: write keys with values, one a line.",
        "string_too_short": f"{name}: write at least one letter.",
        "too_short": f"{name}: write at least {context.get('min_length')}.",
        "value_error": str(context.get("error", error["msg"])),
    }
    return sentences.get(kind, f"{name}: {error['msg']}.")


def telling_errors(invalid: ValidationError) -> list[tuple[tuple[int | str, ...], ErrorDetails]]:
    """Return pydantic's errors by the place of the value; where there were alternatives, only the likeliest one's."""
    found: dict[tuple[int | str, ...], ErrorDetails] = {}
    for error in invalid.errors(include_url=False):
        where = tuple(
            part for part in error["loc"] if not (isinstance(part, str) and "[" in part)
        )  # list[...] and such
        is_word = isinstance(error["input"], str)
        if where not in found or is_word == (error["type"] == "literal_error"):
            found[where] = error
    return list(found.items())
