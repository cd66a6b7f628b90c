"""Files, folders and pipes become records with keys; what has none is sent all the same."""

import gzip
import json
from pathlib import Path

from services.operator.checkpoint import Checkpoint
from services.operator.files import files
from services.operator.outbound import FIRST, Origin, withdrawals
from services.operator.reading import Reading
from tests.operator.register import REGISTER, csv


def test_a_folder_is_read_in_the_order_of_its_names_without_hidden_files(tmp_path: Path):
    (tmp_path / "b.csv").write_text(csv(("3", "C")))
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(csv(("1", "A"), ("2", "B")).encode()))
    (tmp_path / ".c.csv").write_text(csv(("4", "D")))
    reading = Reading(REGISTER, files([str(tmp_path)]))
    found = list(reading)
    assert [(r.origin, r.key) for r in found] == [
        (Origin(0, 1), b"1"), (Origin(0, 2), b"2"), (Origin(1, 1), b"3")
    ]  # fmt: skip
    assert json.loads(found[2].value or b"") == {"id": "3", "country": "C"}
    assert found[2].headers == [("content-type", b"application/json")]
    assert reading.where(found[2].origin) == f"{tmp_path}/b.csv #1"
    assert reading.done == reading.total


def test_a_record_that_cannot_be_named_goes_without_a_key(tmp_path: Path):
    file = tmp_path / "x.jsonl"
    file.write_bytes(b'{"country": "A"}\n{broken\n{"id": "1", "country": "A"}\n"\xff"\n')
    found = list(Reading(REGISTER, files([str(file)])))
    assert [(r.key, r.value) for r in found] == [
        (None, b'{"country": "A"}'),
        (None, b"{broken"),
        (b"1", b'{"id": "1", "country": "A"}'),
        (None, b'"\xff"'),
    ]


def test_a_file_that_cannot_be_read_is_noted_and_the_next_one_is_read(tmp_path: Path):
    (tmp_path / "a.csv.gz").write_bytes(b"\x1f\x8bbroken")
    (tmp_path / "b.csv").write_text(csv(("1", "A")))
    reading = Reading(REGISTER, files([str(tmp_path)]))
    assert [r.key for r in reading] == [b"1"]
    assert [name.partition(":")[0] for name in reading.unreadable] == [f"{tmp_path}/a.csv.gz"]


def test_a_withdrawal_is_a_key_without_a_value():
    (found,) = withdrawals(0, ["x"], "a mistake")
    assert (found.key, found.value, found.headers) == (
        b"x",
        None,
        [("attache-operation", b"withdraw"), ("attache-reason", b"a mistake")],
    )


def test_a_killed_publication_goes_on_where_it_was(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text(csv(("1", "A"), ("2", "B")))
    (tmp_path / "in" / "b.csv").write_text(csv(("3", "C"), ("4", "D")))
    given = files([str(tmp_path / "in")])
    point = Checkpoint.of("desk", given, tmp_path)
    assert point.load() == FIRST
    point.save(Origin(1, 2))
    again = Checkpoint.of("desk", files([str(tmp_path / "in")]), tmp_path)
    assert [r.key for r in Reading(REGISTER, given, again.load())] == [b"4"]
    again.clear()
    assert again.load() == FIRST


def test_a_file_that_has_changed_begins_anew(tmp_path: Path):
    (tmp_path / "a.csv").write_text(csv(("1", "A")))
    (tmp_path / "b.csv").write_text(csv(("3", "C")))
    paths = [str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]
    Checkpoint.of("desk", files(paths), tmp_path).save(Origin(1, 2))
    (tmp_path / "b.csv").write_text(csv(("3", "C"), ("4", "D")))
    assert Checkpoint.of("desk", files(paths), tmp_path).load() == Origin(1, 1)


def test_a_spoilt_checkpoint_is_no_checkpoint(tmp_path: Path):
    point = Checkpoint.of("desk", (), tmp_path)
    point.path.write_text('{"file": "x"')
    assert point.load() == FIRST
