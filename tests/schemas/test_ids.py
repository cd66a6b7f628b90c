"""Derived ids are RFC 9562's name-based ones, and what is written of them is what str() says."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from schemas.event import id_bytes, id_text, uuid5


@given(st.uuids(), st.text())
def test_an_id_is_the_one_that_any_library_derives(namespace: uuid.UUID, name: str):
    assert uuid5(namespace, name) == uuid.uuid5(namespace, name)


@given(st.uuids(allow_nil=True))
def test_an_id_is_written_as_any_library_writes_it(one: uuid.UUID):
    assert (id_text(one), id_bytes(one)) == (str(one), str(one).encode())
