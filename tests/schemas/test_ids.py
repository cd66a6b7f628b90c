"""Derived ids are RFC 9562's name-based ones."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from schemas.event import uuid5


@given(st.uuids(), st.text())
def test_an_id_is_the_one_that_any_library_derives(namespace: uuid.UUID, name: str):
    assert uuid5(namespace, name) == uuid.uuid5(namespace, name)
