"""YAML files whose every value can be traced back to its line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class YamlError(ValueError):
    """A file cannot be read as YAML or does not fit its model; the message names the line."""


@dataclass(frozen=True)
class Document:
    """The values of a YAML file, and its node tree that knows their lines."""

    values: Any
    root: yaml.Node | None

    def find_line(self, location: tuple[int | str, ...]) -> int:
        """Return the line of the deepest node on the way to `location` that exists."""
        node = self.root
        line = node.start_mark.line if node is not None else 0
        for part in location:
            if isinstance(node, yaml.MappingNode):
                found = next((pair for pair in node.value if pair[0].value == part), None)
                if found is None:
                    break
                line, node = found[0].start_mark.line, found[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
                node = node.value[part]
                line = node.start_mark.line
        return int(line) + 1


def read_document(path: Path) -> Document:
    """Read one YAML file; a key that stands twice in a mapping is an error, not the last one."""
    try:
        text = path.read_text(encoding="utf-8")
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        _refuse_repeated_keys(root)
        return Document(yaml.safe_load(text), root)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlError(f"line {line}: {error.problem}") from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise YamlError(f"cannot be read: {error}") from error


def read_model(path: Path, model: type[Model]) -> Model:
    """Read a YAML file into a model; raises `YamlError` naming line and field of each problem."""
    document = read_document(path)
    try:
        return model.model_validate(document.values)
    except ValidationError as error:
        problems = [
            f"line {document.find_line(problem['loc'])}:"
            f" {'.'.join(map(str, problem['loc'])) or model.__name__.lower()}: "
            f"{problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
        raise YamlError("; ".join(problems)) from error


def _refuse_repeated_keys(node: yaml.Node | None) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                raise YamlError(f"line {key.start_mark.line + 1}: {key.value!r} is there twice")
            seen.add(key.value)
            _refuse_repeated_keys(value)
