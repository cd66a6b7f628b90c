"""Every code that the program can say is in the table, and says how to mend it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from schemas.codes import CODES

SERVICES = Path(__file__).parents[2] / "services"
RAISERS = {"Refused", "refusal", "Bad"}


def said() -> Iterator[tuple[str, str]]:
    """(file, code) of each refusal in the code."""
    for path in sorted(
        [*SERVICES.rglob("*.py"), *SERVICES.parent.joinpath("schemas").glob("*.py")]
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in RAISERS and isinstance(first, ast.Constant):
                    yield f"{path.name}:{node.lineno}", str(first.value)


def test_every_code_is_in_the_table() -> None:
    assert [(where, code) for where, code in said() if code not in CODES] == []


def test_every_code_is_plain_and_can_be_mended() -> None:
    for code, (meaning, mend) in CODES.items():
        assert code.replace("_", "").isalnum()
        assert code == code.lower()
        assert meaning
        assert mend
