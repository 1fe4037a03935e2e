"""Reads YAML and Markdown files into plain values, and remembers on which line each value stands."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import yaml

from catalog_seed.mistakes import Mistake, MistakesFound

HERE = Path(__file__).resolve().parent
CONTENT = HERE / "content"
PICTURES = HERE / "pictures"
FENCE = "---"

Where = tuple[str | int, ...]
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Source:
    """A file that was read: its values, and the line of each by its path of keys and positions."""

    file: Path
    data: Any
    lines: dict[Where, int] = field(default_factory=dict)
    text: str = ""  # what follows the front matter of a Markdown file

    def line(self, where: Where) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def mistake(self, where: Where, message: str) -> Mistake:
        """Return a mistake at a value."""
        return Mistake(self.file, self.line(where), message)


def read_yaml(file: Path) -> Source:
    """Read a YAML file; raises MistakesFound where it is no YAML, or says a thing twice."""
    if not file.is_file():
        raise MistakesFound([Mistake(file, 1, "This file is missing.")])
    return _parse(file, file.read_text(encoding="utf-8"), first_line=1, text="")


def read_markdown(file: Path) -> Source:
    """Read a Markdown file that begins with YAML between two lines of `---`."""
    content = file.read_text(encoding="utf-8")
    parts = content.split(f"{FENCE}\n", 2)
    if len(parts) != 3 or parts[0].strip():
        raise MistakesFound([Mistake(file, 1, 'Begin the file with "---", then title and type, then "---" again.')])
    return _parse(file, parts[1], first_line=2, text=parts[2].strip())


def _parse(file: Path, content: str, *, first_line: int, text: str) -> Source:
    try:
        root = yaml.compose(content, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        problem = error.problem or "this is no YAML"
        raise MistakesFound(
            [Mistake(file, line, f"{problem.capitalize()}. Look at indentation, colons and quotes here.")]
        ) from error
    if root is None:
        raise MistakesFound([Mistake(file, first_line, "This file says nothing.")])
    lines: dict[Where, int] = {}
    twice: list[Mistake] = []

    def value_of(node: yaml.Node, where: Where) -> Any:
        lines.setdefault(where, node.start_mark.line + first_line)
        if isinstance(node, yaml.SequenceNode):
            return [value_of(item, (*where, position)) for position, item in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            values: dict[str, Any] = {}
            for key_node, item in node.value:
                key = str(key_node.value)
                lines[*where, key] = key_node.start_mark.line + first_line
                if key in values:
                    twice.append(Mistake(file, lines[*where, key], f'"{key}" stands here twice. Delete one of them.'))
                values[key] = value_of(item, (*where, key))
            return values
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    data = value_of(root, ())
    if twice:
        raise MistakesFound(twice)
    return Source(file, data, lines, text)


def _scalar(node: yaml.ScalarNode) -> Any:
    """Return what a word stands for; amounts become exact, and only `true` and `false` are yes and no."""
    tag, value = node.tag.rsplit(":", 1)[-1], str(node.value)
    if node.style in ("'", '"', "|", ">"):
        return value
    try:
        match tag:
            case "null":
                return None
            case "bool":
                return {"true": True, "false": False}.get(value.lower(), value)  # NO is Norway
            case "int":
                return int(value)
            case "float":
                return Decimal(value)
            case "timestamp":
                return date.fromisoformat(value)
            case _:
                return value
    except (ValueError, InvalidOperation):
        return value
