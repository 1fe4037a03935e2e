"""What a Saleor server answered to the scenarios: read, compared, and written anew by `make record`."""

import json
import os
import sys
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("recorded")
ABSENT = "<absent>"


def read(name: str) -> dict[str, Any] | None:
    """Return a scenario's recording, or None where it has none."""
    file = FOLDER / f"{name}.json"
    return json.loads(file.read_text()) if file.exists() else None


def write(name: str, version: str, steps: list[dict[str, Any]]) -> None:
    """Keep what the server answered."""
    FOLDER.mkdir(exist_ok=True)
    recorded = {"saleor": version, "steps": steps}
    (FOLDER / f"{name}.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=False, sort_keys=True) + "\n")


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


def meant(scenario: str, step: str, place: str, differences: list[tuple[str, str, str, str]]) -> bool:
    """Tell whether a difference is listed."""
    return any(
        fnmatchcase(scenario, where) and fnmatchcase(step, at) and fnmatchcase(place, pattern)
        for where, at, pattern, _why in differences
    )


def record(names: list[str]) -> None:
    """Play the scenarios (all, or those named) on the server at SALEOR_API_URL and keep its answers."""
    from django.conf import settings  # noqa: PLC0415

    from tests.contract.playing import APP, Play, Server  # noqa: PLC0415
    from tests.contract.scenarios import scenarios  # noqa: PLC0415

    server = Server(settings.SALEOR_API_URL, settings.SALEOR_APP_TOKEN)
    version = server.answer("query V { shop { version } }", {}, APP)["data"]["shop"]["version"]
    for name, scenario in scenarios().items():
        if names and name not in names:
            continue
        play = Play(server)
        scenario(play)
        write(name, version, play.steps)
        sys.stdout.write(f"{name}: {len(play.steps)} steps\n")
        sys.stdout.flush()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "store.settings")  # noqa: TID251 - which settings, not one of them
    django.setup()
    record(sys.argv[1:])
