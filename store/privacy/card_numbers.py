"""Finds card numbers in text, so that none is kept: not in a row, not in a log, not in a session.

A number counts as a card's when an issuer gives out numbers that begin so and are that long, and its check digit is
right (Luhn). Digits of every script count, and what people put between groups is read over. What only looks like one
is let pass: telephone numbers with their `+`, EANs, IBANs, UUIDs, digests, and the long numbers of parcels.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

import phonenumbers

REMOVED = "[card number removed]"  # what stands in a text in place of one
TOLD = "This looks like a card number, so it was taken out. Card numbers are never written down here."

FEWEST, MOST = 13, 19
USUAL = (15, 16)
# (first prefix, last prefix, lengths), in the order of the prefixes. Maestro also gave out shorter numbers; those begin
# like British EANs and cannot be told from them.
ISSUERS = (
    ("2200", "2204", {16, 17, 18, 19}),  # Mir
    ("2221", "2720", {16}),  # Mastercard
    ("300", "305", {14, 16, 17, 18, 19}),  # Diners
    ("3095", "3095", {14, 16, 17, 18, 19}),
    ("34", "34", {15}),  # American Express
    ("3528", "3589", {16, 17, 18, 19}),  # JCB
    ("36", "36", {14, 16, 17, 18, 19}),  # Diners
    ("37", "37", {15}),  # American Express
    ("38", "39", {14, 16, 17, 18, 19}),  # Diners
    ("4", "4", {13, 16, 19}),  # Visa
    ("5018", "5018", {16, 17, 18, 19}),  # Maestro
    ("5020", "5020", {16, 17, 18, 19}),
    ("5038", "5038", {16, 17, 18, 19}),
    ("51", "55", {16}),  # Mastercard
    ("5893", "5893", {16, 17, 18, 19}),  # Maestro
    ("6011", "6011", {16, 17, 18, 19}),  # Discover
    ("62", "62", {16, 17, 18, 19}),  # UnionPay
    ("6304", "6304", {16, 17, 18, 19}),  # Maestro
    ("644", "659", {16, 17, 18, 19}),  # Discover
    ("6759", "6763", {16, 17, 18, 19}),  # Maestro
    ("81", "82", {16, 17, 18, 19}),  # UnionPay, RuPay
)
PADDED = [first.ljust(6, "0") for first, _, _ in ISSUERS]

BETWEEN = r"[\s.\-_/·•\u00ad\u2010-\u2015\u2212\u200b-\u200d\u2060\ufeff]"
RUN = re.compile(rf"\d(?:{BETWEEN}{{0,3}}\d){{{FEWEST - 1},}}")
GROUP = re.compile(r"\d+")
CODE = re.compile(r"\\u(?:([0-9a-fA-F]{4})|\{0*([0-9a-fA-F]{1,5})\})")  # how GraphQL documents may write any character
# A word of hexadecimal digits with letters among them, such as a UUID or a digest.
HEXADECIMAL = re.compile(
    r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b(?=\d*[a-f])[0-9a-f]{24,}\b", re.IGNORECASE
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")


def holds_card_number(text: str) -> bool:
    """Tell whether a card number stands in a text, however it is written."""
    return next(_found(text), None) is not None


def without_card_numbers(text: str) -> str:
    """Return the text with REMOVED in place of every card number in it."""
    spans = list(_found(text))
    for start, end in reversed(spans):
        text = text[:start] + REMOVED + text[end:]
    return text


def _found(text: str) -> Iterator[tuple[int, int]]:
    """Yield where card numbers stand, from left to right."""
    read = text if text.isascii() else _plain(text)
    if "\\u" in read:
        spoken = CODE.sub(lambda code: chr(int(code[1] or code[2], 16)), read)
        if spoken != read and holds_card_number(spoken.replace("\\u", "")):
            yield 0, len(read)
            return
    run = RUN.search(read)
    if run is None:
        return
    others = _something_else(read)
    while run is not None:
        start, end = run.span()
        passed = next((span for span in others if span[0] < end and span[1] > start), None)
        if passed is None:
            yield from _cards_of_run(read, start, end)
        elif passed[1] < end:  # what comes after it is looked at for itself
            end = max(passed[1], start + 1)
        run = RUN.search(read, end)


def _plain(text: str) -> str:
    """Return a text of the same length in which every digit, of whatever script, is one of 0 to 9."""
    return "".join(_digit(character) for character in text)


def _digit(character: str) -> str:
    value = unicodedata.digit(character, None)
    return character if value is None else str(value)


def _something_else(text: str) -> list[tuple[int, int]]:
    """Return where numbers stand that are certainly not a card's."""
    spans = [word.span() for word in HEXADECIMAL.finditer(text)]
    return spans + [word.span() for word in IBAN.finditer(text) if _is_iban(word[0].replace(" ", ""))]


def _cards_of_run(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    groups = _groups(text, start, end)
    whole = "".join(digits for _, _, digits in groups)
    if len(whole) in USUAL and _is_card(whole, after_plus=text[start - 1 : start] == "+"):
        yield start, end  # however it is grouped
        return
    first = 0
    while first < len(groups):
        last = _last_of_card(text, groups, first)
        if last is None:
            first += 1
        else:
            yield groups[first][0], groups[last][1]
            first = last + 1


def _groups(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Return the groups of digits of a run; digits that stand alone, as somebody dictates them, make one group."""
    groups: list[tuple[int, int, str]] = []
    alone: list[tuple[int, int, str]] = []
    for found in GROUP.finditer(text, start, end):
        group = (found.start(), found.end(), found[0])
        if len(group[2]) == 1:
            alone.append(group)
            continue
        groups += _joined(alone)
        alone = []
        groups.append(group)
    return groups + _joined(alone)


def _joined(alone: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    if len(alone) < FEWEST:
        return alone
    return [(alone[0][0], alone[-1][1], "".join(digits for _, _, digits in alone))]


def _last_of_card(text: str, groups: list[tuple[int, int, str]], first: int) -> int | None:
    """Return the group with which a card number ends that begins with group `first`; None when there is none."""
    digits, sizes = "", []
    for last in range(first, len(groups)):
        digits += groups[last][2]
        sizes.append(len(groups[last][2]))
        if len(digits) > MOST:
            return None
        plus = text[groups[first][0] - 1 : groups[first][0]] == "+"
        if _as_on_a_card(sizes) and _is_card(digits, after_plus=plus):
            return last
    return None


def _as_on_a_card(sizes: list[int]) -> bool:
    """Tell whether groups of these sizes are how a card number is written: by fours, fives, sixes, or 4, 6, rest."""
    cuts = [sum(sizes[:count]) for count in range(1, len(sizes))]
    return any(all(cut % size == 0 for cut in cuts) for size in (4, 5, 6)) or set(cuts) <= {4, 10}


def _is_card(digits: str, *, after_plus: bool) -> bool:
    if not (FEWEST <= len(digits) <= MOST) or not _is_issued(digits) or not _passes_luhn(digits):
        return False
    if after_plus or len(digits) == FEWEST:
        return not _is_telephone(digits) and not (len(digits) == FEWEST and _is_ean(digits))
    return True


def _is_issued(digits: str) -> bool:
    at = bisect_right(PADDED, digits[:6]) - 1
    if at < 0:
        return False
    first, last, lengths = ISSUERS[at]
    return len(digits) in lengths and first <= digits[: len(first)] and digits[: len(last)] <= last


def _passes_luhn(digits: str) -> bool:
    doubled = [2 * int(digit) for digit in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(number - 9 if number > 9 else number for number in doubled)) % 10 == 0


def _is_ean(digits: str) -> bool:
    """EAN-13 has a check digit of its own, so that the two are hardly ever confused."""
    return (sum(map(int, digits[::2])) + 3 * sum(map(int, digits[1::2]))) % 10 == 0


def _is_telephone(digits: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def _is_iban(letters: str) -> bool:
    moved = letters[4:] + letters[:4]
    return int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1
