"""Every code a record can be turned away with: what it means, and how the partner mends it.

A partner's program acts on the code, a person reads the message. A code never changes meaning.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple


class Code(NamedTuple):
    """What is wrong, and what to do about it."""

    meaning: str
    mend: str


CODES: Final[Mapping[str, Code]] = MappingProxyType(
    {
        # the envelope: headers and key
        "unknown_header": Code(
            "an attache-… header that does not exist",
            "send only attache-revision, attache-operation, attache-reason and attache-format",
        ),
        "repeated_header": Code("one header twice, with different values", "send each header once"),
        "bad_header": Code("a header that is not UTF-8 text", "encode header values as UTF-8"),
        "headers_too_large": Code("too many headers, or too long ones", "send fewer or shorter"),
        "bad_revision": Code(
            "a revision that is no whole number from 0 to 999999999999999999",
            "number revisions 1, 2, 3 … or by a timestamp in seconds or milliseconds",
        ),
        "unknown_operation": Code(
            "an attache-operation that does not exist", "send publish, withdraw, or no such header"
        ),
        "unknown_format": Code(
            "a format other than the one declared for this topic",
            "leave attache-format out, or ask us to declare another topic for the other format",
        ),
        "unsupported_content_type": Code(
            "a content type that we do not read", "send application/json or application/xml"
        ),
        "missing_record_id": Code(
            "no record id, or a blank one",
            "send your own stable id of the record as the Kafka key, or in its field of the format",
        ),
        "record_id_too_long": Code("a record id that is too long", "use a shorter, stable id"),
        "record_id_control_character": Code(
            "control characters in the record id", "use printable characters only"
        ),
        "record_id_mismatch": Code(
            "the key says another record id than the record", "send the record's own id as the key"
        ),
        # the bytes
        "record_too_large": Code("more bytes than a record may have", "split it, or shorten texts"),
        "empty_value": Code(
            "a value of no bytes, or of blanks only",
            "send the record; to withdraw one, send a null value or attache-operation: withdraw",
        ),
        "byte_order_mark": Code(
            "a byte order mark in front of the text", "save the text as UTF-8 without BOM"
        ),
        "wrong_encoding": Code("a text that is not in UTF-8", "encode the text as UTF-8"),
        "invalid_utf8": Code(
            "bytes that are not UTF-8 (often Latin-1, or compressed data)",
            "encode the text as UTF-8 and send it uncompressed",
        ),
        # the text
        "invalid_json": Code("text that is not JSON", "send one JSON object (RFC 8259)"),
        "not_an_object": Code("JSON, but not an object", "send one JSON object per record"),
        "duplicate_key": Code("one name twice in an object", "send each name once"),
        "not_finite": Code(
            "NaN, an infinity, or a number beyond all doubles",
            "leave the field out, or send null, when there is no number",
        ),
        "invalid_xml": Code("text that is not well-formed XML", "send one XML element per record"),
        "xml_forbidden": Code(
            "a document type or an entity of one's own",
            "remove the DOCTYPE; use only &amp; &lt; &gt; &quot; &apos; and numeric references",
        ),
        # the content
        "too_deep": Code("nesting beyond the limit", "flatten the record"),
        "list_too_long": Code("a list with too many entries", "split the record"),
        "too_many_fields": Code("an object with too many names", "split the record"),
        "too_many_claims": Code("more claims than a record may make", "split the record"),
        "string_too_long": Code("a text beyond the limit", "shorten it, or link to the document"),
        "nul_character": Code("the character U+0000", "remove it"),
        "lone_surrogate": Code(
            "half of a surrogate pair, which is no character",
            "cut texts between characters, not between UTF-16 units",
        ),
        "number_out_of_range": Code(
            "a number beyond ±(2^53 - 1), which JSON readers round", "send it as a text"
        ),
        "date_out_of_range": Code(
            "a date before the year 1000 or after 2200",
            "correct the year; leave the field out when the date is unknown or open",
        ),
        "future_timestamp": Code(
            "published or retrieved more than a day after we received it",
            "correct the clock or the time zone",
        ),
        # the fields of a format
        "missing_field": Code("a field that the format requires", "add it"),
        "unknown_field": Code(
            "a field that the format does not have", "leave it out, or correct its name"
        ),
        "wrong_type": Code("a field of another JSON type", "send it as the format says"),
        "invalid_value": Code("a value that the format does not have", "correct it"),
        "out_of_range": Code("a value outside of what the format allows", "correct it"),
        "invalid_timestamp": Code(
            "a moment that is none", "send seconds since 1970, or as the format says"
        ),
        # the file, before it is cut into records
        "unreadable_file": Code("a file that cannot be opened or cut", "save it anew"),
        "no_header": Code("a table without the column names of its format", "keep the header line"),
        # the report
        "unknown_report": Code(
            "a withdrawal of a report that we never took", "check the record id"
        ),
        "stale_revision": Code(
            "a revision older than the one we hold", "nothing, or send it with a higher revision"
        ),
        "conflicting_revision": Code(
            "a revision that we have taken, with other content", "send it with a higher revision"
        ),
        # the interpretation
        "format_error": Code(
            "our reading of this format failed",
            "nothing: the record is kept, and is read again when we have mended the format",
        ),
        "unreadable_fact": Code(
            "our own ledger has a record that we cannot read",
            "nothing: we have been told, and the record is kept",
        ),
        "missing_claim_id": Code("a claim without an id", "give each claim an id of its own"),
        "claim_id_too_long": Code("a claim id that is too long", "use a shorter, stable id"),
        "duplicate_claim_id": Code(
            "two claims of one record with the same id", "give each claim an id of its own"
        ),
        "interpretation_too_large": Code(
            "claims that together are too large to be passed on", "split the record"
        ),
    }
)
