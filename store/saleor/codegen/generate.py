"""Prints the engine's schema and generates the typed client: `make generate`.

With --check it only compares; with --client it takes the schema as it stands.
"""

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = Path("store/saleor/schema.graphql")
CLIENT = Path("store/saleor/client")


def generate(tree: Path) -> None:
    """Write schema and client into a copy of the project, or into the project itself."""
    _run(tree, "manage.py", "print_schema")
    generate_client(tree)


def generate_client(tree: Path) -> None:
    """Write the client out of the schema as it stands."""
    shutil.rmtree(tree / CLIENT, ignore_errors=True)
    _run(tree, "-m", "ariadne_codegen")
    _run(
        tree,
        "-m",
        "ruff",
        "check",
        "--quiet",
        "--isolated",
        "--fix",
        "--select",
        "UP,I,F401",
        "--exit-zero",
        str(CLIENT),
    )
    _run(tree, "-m", "ruff", "format", "--quiet", "--isolated", "--line-length", "120", str(CLIENT))


def is_fresh() -> bool:
    """Generate into a copy and compare it with what is committed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", ".mypy_cache"))
        generate(copy)
        same_schema = filecmp.cmp(ROOT / SCHEMA, copy / SCHEMA, shallow=False)
        files = sorted(path.name for path in (ROOT / CLIENT).glob("*.py"))
        same_names = files == sorted(path.name for path in (copy / CLIENT).glob("*.py"))
        _, changed, missing = filecmp.cmpfiles(ROOT / CLIENT, copy / CLIENT, files, shallow=False)
    return same_schema and same_names and not changed and not missing


def _run(tree: Path, *arguments: str) -> None:
    environment = {"PATH": os.defpath, "PYTHONPATH": str(tree)}
    subprocess.run([sys.executable, *arguments], cwd=tree, check=True, env=environment)  # noqa: S603 - our own


if __name__ == "__main__":
    if "--client" in sys.argv:
        generate_client(ROOT)
    elif "--check" not in sys.argv:
        generate(ROOT)
    elif not is_fresh():
        sys.exit("store/saleor/schema.graphql or store/saleor/client is stale: run `make generate`.")
