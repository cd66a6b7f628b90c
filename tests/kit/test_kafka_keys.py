"""Keys land where every other client's default partitioner puts them."""

from aiokafka.partitioner import murmur2 as reference
from hypothesis import given
from hypothesis import strategies as st

from services.kit.kafka import murmur2


@given(st.binary(max_size=70))
def test_our_hash_is_kafka_s(key: bytes):
    assert murmur2(key) & 0x7FFFFFFF == reference(key) & 0x7FFFFFFF
