"""A shop whose processes complete things; starting one takes a fork instead of seconds.

Reads lines `NOTES SECONDS REPEAT PATIENCE NAME...` and answers each with the process it began; `-PID` waits for it.
"""

import os
import sys
import time
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    os.environ["DJANGO_SETTINGS_MODULE"] = "store.settings"  # noqa: TID251 - this process's own
    import django  # noqa: PLC0415

    django.setup()
    import store.payments.locks  # noqa: F401, PLC0415 - once, before forking

    for line in sys.stdin:
        if line.startswith("-"):
            answer(os.waitstatus_to_exitcode(os.waitpid(int(line[1:]), 0)[1]))
            continue
        child = os.fork()
        if not child:
            notes, seconds, repeat, patience, *names = line.split()
            hold(Path(notes), float(seconds), int(repeat), float(patience), names)
            os._exit(0)
        answer(child)


def answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def hold(notes: Path, seconds: float, repeat: int, patience: float, names: list[str]) -> None:
    from store.payments import locks  # noqa: PLC0415

    locks.SECONDS = patience
    with notes.open("a") as file:

        def note(word: str) -> None:
            file.write(f"{word}\n")
            file.flush()

        for _ in range(repeat):
            try:
                with locks.held(names):
                    note("in")
                    time.sleep(seconds)
                    note("out")
            except locks.Queued:
                note("queued")


if __name__ == "__main__":
    main()
