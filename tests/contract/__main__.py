"""Plays the scenarios on a server: `make conform` compares its answers with the recording, `make record` keeps them.

    python -m tests.contract [--record] [scenario ...]

It makes orders there. The server is one that the seed has filled, a Saleor or this shop's engine. The app may do what
the shop's own may, and MANAGE_USERS.
"""

import sys
from argparse import ArgumentParser

import environ

from store.saleor.needs import PERMISSIONS
from tests.contract.differences import DIFFERENCES
from tests.contract.playing import APP, Play, Scenario, Server
from tests.contract.recording import FOLDER, compared, read, write
from tests.contract.scenarios import scenarios

MAY = "query M { app { permissions { code } } }"
KNOWN = 'query V { shop { version } webhook: __type(name: "Webhook") { name } }'


def main() -> int:
    """Return 1 where an answer is not as recorded, 2 where the app may not ask."""
    parser = ArgumentParser(prog="python -m tests.contract")
    parser.add_argument("names", nargs="*", help="scenarios; all where none is named")
    parser.add_argument("--record", action="store_true", help="keep what the server answers")
    asked = parser.parse_args()
    env = environ.Env()
    server = Server(env.str("SALEOR_API_URL"), env.str("SALEOR_APP_TOKEN"))
    about = server.answer(KNOWN, {}, APP)["data"]
    if about is None:
        sys.stderr.write("SALEOR_APP_TOKEN is no token of an active app there.\n")
        return 2
    version, is_saleor = about["shop"]["version"], about["webhook"] is not None
    if is_saleor and (missing := _missing(server)):
        sys.stderr.write(f"The app of SALEOR_APP_TOKEN needs {', '.join(missing)} as well.\n")
        return 2
    played = {name: play for name, play in scenarios().items() if not asked.names or name in asked.names}
    if asked.record:
        return _record(server, version, played)
    sys.stdout.write(f"{env.str('SALEOR_API_URL')}: {'Saleor' if is_saleor else 'the engine, as'} {version}\n")
    failed = 0
    for name, scenario in played.items():
        told, _met = compared(name, scenario, server, [] if is_saleor else DIFFERENCES)
        failed += bool(told)
        recorded = read(name) or {"steps": []}
        sys.stdout.write(f"{'differs' if told else 'same   '}  {name} ({len(recorded['steps'])} steps)\n")
        sys.stdout.writelines(f"         {line}\n" for line in told)
        sys.stdout.flush()
    sys.stdout.write(f"{len(played) - failed} of {len(played)} scenarios are answered as recorded.\n")
    return 1 if failed else 0


def _missing(server: Server) -> list[str]:
    """Return the permissions that the app lacks."""
    app = (server.answer(MAY, {}, APP).get("data") or {}).get("app") or {"permissions": []}
    return sorted((PERMISSIONS | {"MANAGE_USERS"}) - {permission["code"] for permission in app["permissions"]})


def _record(server: Server, version: str, played: dict[str, Scenario]) -> int:
    for name, scenario in played.items():
        play = Play(server)
        scenario(play)
        write(name, version, play.steps)
        sys.stdout.write(f"{name}: {len(play.steps)} steps\n")
        sys.stdout.flush()
    for file in FOLDER.glob("*.json"):
        if file.stem not in scenarios():
            file.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
