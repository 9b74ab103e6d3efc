"""The public names."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

import detente


def test_public_names_exist_and_are_listed() -> None:
    """``__all__`` is sorted and is what ``dir`` shows."""
    assert sorted(detente.__all__) == dir(detente)
    assert len(set(detente.__all__)) == len(detente.__all__)


@pytest.mark.parametrize("name", detente.__all__)
def test_every_public_name_loads(name: str) -> None:
    """Each name is the object of the module that it is declared from."""
    tree = ast.parse(Path(detente.__file__).read_text(encoding="utf-8"))
    origin = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("detente")
        for alias in node.names
    }
    assert getattr(detente, name) is getattr(import_module(origin[name]), name)


def test_unknown_names_are_attribute_errors() -> None:
    """As in any module."""
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = detente.nothing
