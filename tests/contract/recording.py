"""What a Saleor server answered to the scenarios: read, compared, and written anew by `make record`."""

import json
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.contract.differences import DIFFERENCES, Difference
from tests.contract.playing import Answerer, Play, Scenario

FOLDER = Path(__file__).with_name("recorded")
ABSENT = "<absent>"
BROKEN = (KeyError, TypeError, IndexError, StopIteration, AssertionError)  # an answer led nowhere


def read(name: str) -> dict[str, Any] | None:
    """Return a scenario's recording, or None where it has none."""
    file = FOLDER / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else None


def write(name: str, version: str, steps: list[dict[str, Any]]) -> None:
    """Keep what the server answered."""
    FOLDER.mkdir(exist_ok=True)
    recorded = {"saleor": version, "steps": steps}
    (FOLDER / f"{name}.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


def compared(
    name: str, scenario: Scenario, answerer: Answerer, differences: list[Difference] = DIFFERENCES
) -> tuple[list[str], set[Difference]]:
    """Play a scenario and compare it with its recording; returns what differs, and which listed differences occurred.

    A scenario that cannot be played to its end because of an answer differs there.
    """
    recorded = read(name)
    if recorded is None:
        return ["it was never recorded: make record"], set()
    play, told = Play(answerer), []
    met: set[Difference] = set()
    try:
        scenario(play)
    except BROKEN as error:
        told.append(f"it broke off after {play.steps[-1]['step'] if play.steps else 'nothing'}: {error!r}")
    for ours, theirs in zip(play.steps, recorded["steps"], strict=False):
        for place, mine, yours in unlike(ours, theirs):
            listed = meant(name, theirs["step"], place, differences)
            met |= listed
            if not listed:
                told.append(f"{theirs['step']}: {place}: {mine!r}, not {yours!r}")
    if not told and len(play.steps) != len(recorded["steps"]):
        told.append(f"it has {len(play.steps)} steps, not {len(recorded['steps'])}")
    return told, met


def unlike(ours: Any, theirs: Any, place: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Yield each place where two answers differ, with what stands there in each."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            yield from unlike(ours.get(key, ABSENT), theirs.get(key, ABSENT), f"{place}.{key}" if place else key)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (mine, yours) in enumerate(zip(ours, theirs, strict=True)):
            yield from unlike(mine, yours, f"{place}.{number}")
    elif ours != theirs:
        yield place, ours, theirs


def meant(scenario: str, step: str, place: str, differences: list[Difference]) -> set[Difference]:
    """Return the listed differences that a difference is one of."""
    return {
        listed
        for listed in differences
        if fnmatchcase(scenario, listed[0]) and fnmatchcase(step, listed[1]) and fnmatchcase(place, listed[2])
    }
