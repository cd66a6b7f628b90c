"""Hostile records, as data: long because it is a table. Each with the code and field it must get.

The format of these: a JSON object with its `id`, or an XML element with an `id` child.
"""

import json
from typing import Final, NamedTuple

Headers = tuple[tuple[str, bytes], ...]


class Hostile(NamedTuple):
    name: str
    key: bytes | None
    headers: Headers
    value: bytes | None
    code: str
    field: str = ""


XML: Final[Headers] = (("content-type", b"application/xml"),)
MIB: Final = 1 << 20
E_ACUTE = "é".encode()


def _json(name: str, text: str, code: str, field: str = "") -> Hostile:
    """A record whose text is all that is wrong with it."""
    return Hostile(name, None, (), text.encode(), code, field)


def _member(name: str, value: str, code: str, field: str = "/v") -> Hostile:
    """A sound record but for one member, `v`, given as JSON text."""
    return _json(name, f'{{"id":"r","v":{value}}}', code, field)


def _bytes(name: str, value: bytes, code: str, field: str = "") -> Hostile:
    return Hostile(name, None, (), value, code, field)


def _xml(name: str, text: str | bytes, code: str, field: str = "") -> Hostile:
    value = text if isinstance(text, bytes) else text.encode()
    return Hostile(name, None, XML, value, code, field)


def _head(name: str, code: str, *headers: tuple[str, bytes]) -> Hostile:
    return Hostile(name, b"r", headers, b'{"id":"r"}', code)


def _key(name: str, key: bytes, code: str, value: bytes = b'{"v":1}') -> Hostile:
    return Hostile(name, key, (), value, code)


def _nested(levels: int, opened: str = "[", closed: str = "]") -> str:
    return opened * levels + "1" + closed * levels


_SIZE = (
    _bytes("one byte too many", b'{"id":"r","v":"' + b"x" * (MIB - 16) + b'"}', "record_too_large"),
    _bytes("twice the size", b"x" * (2 * MIB), "record_too_large"),
    _bytes("five times the size", b'{"id":"r","v":"' + b"x" * (5 * MIB), "record_too_large"),
    _bytes("too many blanks", b" " * (MIB + 1), "record_too_large"),
    _bytes("too many nothings", b"\x00" * (MIB + 1), "record_too_large"),
    _bytes("too much that is no text", b"\xff" * (MIB + 1), "record_too_large"),
    Hostile("too much XML", b"r", XML, b"<v>" + b"x" * MIB + b"</v>", "record_too_large"),
    Hostile("too large, with a key of no use", b"\xff", (), b"x" * (MIB + 1), "record_too_large"),
)

_HEADERS = (
    _head("revision in words", "bad_revision", ("attache-revision", b"two")),
    _head("revision below zero", "bad_revision", ("attache-revision", b"-1")),
    _head("revision with a point", "bad_revision", ("attache-revision", b"1.0")),
    _head("revision with an exponent", "bad_revision", ("attache-revision", b"1e3")),
    _head("revision in hexadecimal", "bad_revision", ("attache-revision", b"0x10")),
    _head("revision of nothing", "bad_revision", ("attache-revision", b"")),
    _head("revision of blanks", "bad_revision", ("attache-revision", b"   ")),
    _head("revision beyond bigint", "bad_revision", ("attache-revision", b"9223372036854775808")),
    _head("revision of 5,000 digits", "bad_revision", ("attache-revision", b"9" * 5000)),
    _head("revision with a plus", "bad_revision", ("attache-revision", b"+1")),
    _head("revision with an underscore", "bad_revision", ("attache-revision", b"1_000")),
    _head("revision in Arabic digits", "bad_revision", ("attache-revision", "١٢".encode())),
    _head("revision NaN", "bad_revision", ("attache-revision", b"NaN")),
    _head("revision not UTF-8", "bad_header", ("attache-revision", b"\xff\xfe")),
    _head("revision in eight raw bytes", "bad_revision", ("attache-revision", b"\0" * 7 + b"\1")),
    _head(
        "two revisions", "repeated_header", ("attache-revision", b"1"), ("attache-revision", b"2")
    ),
    _head(
        "two revisions, spelt twice",
        "repeated_header",
        ("attache-revision", b"1"),
        ("Attache-Revision", b"2"),
    ),
    _head("operation delete", "unknown_operation", ("attache-operation", b"delete")),
    _head("operation of nothing", "unknown_operation", ("attache-operation", b"")),
    _head("operation withdrawn", "unknown_operation", ("attache-operation", b"withdrawn")),
    _head("operation not UTF-8", "bad_header", ("attache-operation", b"\xc3\x28")),
    _head(
        "two operations",
        "repeated_header",
        ("attache-operation", b"publish"),
        ("attache-operation", b"withdraw"),
    ),
    _head("reason not UTF-8", "bad_header", ("attache-reason", b"\x80")),
    _head("another format", "unknown_format", ("attache-format", b"gdelt")),
    _head("a format of nothing", "unknown_format", ("attache-format", b"")),
    _head("a format in capitals", "unknown_format", ("attache-format", b"TEST.FORMAT")),
    _head("a format with a version", "unknown_format", ("attache-format", b"test.format/99")),
    _head("a header that we do not have", "unknown_header", ("attache-revison", b"2")),
    _head("a header of our own kit", "unknown_header", ("attache-batch", b"x/1")),
    _head("content type csv", "unsupported_content_type", ("content-type", b"text/csv")),
    _head("content type of nothing", "unsupported_content_type", ("content-type", b"")),
    _head("content type binary", "unsupported_content_type", ("content-type", b"application/avro")),
    _head(
        "a structured CloudEvent",
        "unsupported_content_type",
        ("content-type", b"application/cloudevents+json"),
    ),
    _head("content type not UTF-8", "bad_header", ("content-type", b"\xff\xfe")),
    _head(
        "two content types",
        "repeated_header",
        ("content-type", b"application/json"),
        ("Content-Type", b"application/xml"),
    ),
    _head(
        "charset latin-1", "wrong_encoding", ("content-type", b"application/json; charset=latin1")
    ),
    _head("charset utf-16", "wrong_encoding", ("content-type", b'text/xml;charset="utf-16"')),
    _head("a header of 70 KB", "headers_too_large", ("x-trace", b"x" * 70_000)),
    _head("101 headers", "headers_too_large", *((f"x-{n}", b"") for n in range(101))),
    _head("a name of 70 KB", "headers_too_large", ("x" * 70_000, b"")),
)

_KEYS = (
    _key("an empty key", b"", "missing_record_id"),
    _key("a key of blanks", b"   ", "missing_record_id"),
    _key("a key of a tab", b"\t", "missing_record_id"),
    _key("a key of a no-break space", "\u00a0".encode(), "missing_record_id"),
    _key("a key of 257 characters", b"x" * 257, "record_id_too_long"),
    _key("a key of 100 KB", b"x" * 100_000, "record_id_too_long"),
    _key("a key of 300 KB", b"x" * 300_000, "record_id_too_long"),
    _key("U+0000 in the key", b"a\x00b", "record_id_control_character"),
    _key("a line break in the key", b"a\nb", "record_id_control_character"),
    _key("a carriage return in the key", b"a\rb", "record_id_control_character"),
    _key("a tab in the key", b"a\tb", "record_id_control_character"),
    _key("an escape in the key", b"\x1b[31mred", "record_id_control_character"),
    _key("a delete in the key", b"a\x7f", "record_id_control_character"),
    _key("a C1 control in the key", "a\u0085b".encode(), "record_id_control_character"),
    _key("a line separator in the key", "a\u2028b".encode(), "record_id_control_character"),
    _key("a key of four raw bytes", b"\x00\x00\x00\x07", "record_id_control_character"),
    _key("a key that is not UTF-8", b"\xff\xfe", "invalid_utf8"),
    _key("a key in latin-1", "Orléans".encode("latin-1"), "invalid_utf8"),
    _key("a key with half a character", b"\xed\xa0\x80", "invalid_utf8"),
    _key("a key cut in a character", E_ACUTE[:1], "invalid_utf8"),
    _key("an overlong key", b"\xc0\xaf", "invalid_utf8"),
    _key("another id in the key", b"s", "record_id_mismatch", b'{"id":"r"}'),
    _key("the id in quotes", b'"r"', "record_id_mismatch", b'{"id":"r"}'),
    _key("the id with a blank", b"r ", "record_id_mismatch", b'{"id":"r"}'),
    _key("the id in capitals", b"R", "record_id_mismatch", b'{"id":"r"}'),
    _key("the id composed", "é".encode(), "record_id_mismatch", b'{"id":"e\\u0301"}'),
    _key("an empty id behind a good key", b"r", "record_id_mismatch", b'{"id":""}'),
    _json("no id at all", '{"v":1}', "missing_record_id"),
    _json("an id of null", '{"id":null}', "missing_record_id"),
    _json("an id of nothing", '{"id":""}', "missing_record_id"),
    _json("an id of blanks", '{"id":"  "}', "missing_record_id"),
    _json("an id that is too long", json.dumps({"id": "x" * 257}), "record_id_too_long"),
    _json("a line break in the id", '{"id":"a\\nb"}', "record_id_control_character"),
    _json("an escape in the id", '{"id":"a\\u001bb"}', "record_id_control_character"),
    _json("an id that is a list", '{"id":["r"]}', "format_error"),
    _json("an id that is an object", '{"id":{"v":"r"}}', "format_error"),
    _json("an empty object", "{}", "missing_record_id"),
    _json("a revision below zero", '{"id":"r","revision":-1}', "bad_revision"),
    _json("a revision that is half", '{"id":"r","revision":1.5}', "bad_revision"),
    _json("a revision that is true", '{"id":"r","revision":true}', "bad_revision"),
    _json("a revision that is a text", '{"id":"r","revision":"2"}', "bad_revision"),
    Hostile("a tombstone without a key", None, (), None, "missing_record_id"),
    Hostile("a tombstone with an empty key", b"", (), None, "missing_record_id"),
    Hostile("a tombstone for nobody", b"never seen", (), None, "unknown_report"),
    Hostile(
        "a withdrawal for nobody",
        b"never seen",
        (("attache-operation", b"withdraw"),),
        b'{"id":"never seen"}',
        "unknown_report",
    ),
    Hostile(
        "an empty withdrawal without a key",
        None,
        (("attache-operation", b"withdraw"),),
        b"",
        "missing_record_id",
    ),
    Hostile(
        "a withdrawal whose text is no JSON",
        b"r",
        (("attache-operation", b"withdraw"),),
        b"gone",
        "invalid_json",
    ),
)

_BYTES = (
    _bytes("no bytes", b"", "empty_value"),
    _bytes("a blank", b" ", "empty_value"),
    _bytes("line breaks", b"\r\n\r\n", "empty_value"),
    _bytes("tabs and blanks", b"\t \t ", "empty_value"),
    _bytes("a byte order mark", b'\xef\xbb\xbf{"id":"r"}', "byte_order_mark"),
    _bytes("nothing but a byte order mark", b"\xef\xbb\xbf", "byte_order_mark"),
    _xml("XML with a byte order mark", b"\xef\xbb\xbf<v><id>r</id></v>", "byte_order_mark"),
    _bytes("UTF-16 with a mark", '{"id":"r"}'.encode("utf-16"), "wrong_encoding"),
    _bytes("UTF-16 little end", '{"id":"r"}'.encode("utf-16-le"), "wrong_encoding"),
    _bytes("UTF-16 big end", '{"id":"r"}'.encode("utf-16-be"), "wrong_encoding"),
    _bytes("UTF-16 big end with a mark", b"\xfe\xff\x00{\x00}", "wrong_encoding"),
    _bytes("UTF-32 with a mark", '{"id":"r"}'.encode("utf-32"), "wrong_encoding"),
    _bytes("UTF-32 little end", '{"id":"r"}'.encode("utf-32-le"), "wrong_encoding"),
    _bytes("UTF-32 big end", '{"id":"r"}'.encode("utf-32-be"), "wrong_encoding"),
    _bytes("UTF-32 big end with a mark", b"\x00\x00\xfe\xff\x00\x00\x00{", "wrong_encoding"),
    _xml("XML in UTF-16", "<v><id>r</id></v>".encode("utf-16"), "wrong_encoding"),
    _bytes("latin-1", '{"id":"r","v":"Orléans"}'.encode("latin-1"), "invalid_utf8"),
    _bytes("windows-1251", '{"id":"r","v":"Курск"}'.encode("cp1251"), "invalid_utf8"),
    _bytes("EUC-KR", '{"id":"r","v":"북한"}'.encode("euc-kr"), "invalid_utf8"),
    _bytes("Shift-JIS", '{"id":"r","v":"東京"}'.encode("shift-jis"), "invalid_utf8"),
    _bytes("an overlong slash", b'{"id":"r","v":"\xc0\xaf"}', "invalid_utf8"),
    _bytes("a surrogate in UTF-8", b'{"id":"r","v":"\xed\xa0\x80"}', "invalid_utf8"),
    _bytes("beyond Unicode", b'{"id":"r","v":"\xf4\x90\x80\x80"}', "invalid_utf8"),
    _bytes("a lone continuation", b'{"id":"r","v":"\x80"}', "invalid_utf8"),
    _bytes("a character cut off", b'{"id":"r","v":"' + E_ACUTE[:1], "invalid_utf8"),
    _bytes("gzip", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", "invalid_utf8"),
    _bytes("zstd", b"\x28\xb5\x2f\xfd\x04\x00\x59\x00", "invalid_utf8"),
    _bytes("Avro with a schema id", b"\x00\x00\x00\x00\x07\x02r", "nul_character"),
    _bytes("a nothing in a text", b'{"id":"r","v":"a\x00b"}', "nul_character"),
    _bytes("a nothing behind the text", b'{"id":"r"}\x00', "nul_character"),
    _bytes("nothings for padding", b'{"id":"r"}' + b"\x00" * 500, "nul_character"),
    _xml("a nothing in XML", b"<v><id>r\x00</id></v>", "nul_character"),
)

_JSON = (
    _json("a word", "hello", "invalid_json"),
    _json("an open object", '{"id":"r"', "invalid_json"),
    _json("an open text", '{"id":"r', "invalid_json"),
    _json("an open list", '{"id":"r","v":[1,2', "invalid_json"),
    _json("a comma too many", '{"id":"r",}', "invalid_json"),
    _json("a comma too many in a list", '{"id":"r","v":[1,]}', "invalid_json"),
    _json("a comma too few", '{"id":"r" "v":1}', "invalid_json"),
    _json("single quotes", "{'id':'r'}", "invalid_json"),
    _json("a name without quotes", '{id:"r"}', "invalid_json"),
    _json("a comment", '{"id":"r"/* hello */}', "invalid_json"),
    _json("a line comment", '{"id":"r"} // hello', "invalid_json"),
    _json("two objects", '{"id":"r"}{"id":"s"}', "invalid_json"),
    _json("two lines", '{"id":"r"}\n{"id":"s"}', "invalid_json"),
    _json("a bracket too many", '{"id":"r"}}', "invalid_json"),
    _json("a million escapes in an open text", "{}" * 70 + '"\\' * 400_000, "invalid_json"),
    _json("a million backslashes", '{"id":"r","v":"' + "\\" * 1_000_000, "invalid_json"),
    _json("a million commas", '{"id":"r","v":[' + "," * 1_000_000 + "]}", "invalid_json"),
    _json("closed before it is open", "]" + "[" * 500, "invalid_json"),
    _json("the wrong bracket", '{"id":"r"]', "invalid_json"),
    _json("a raw line break in a text", '{"id":"r","v":"a\nb"}', "invalid_json"),
    _json("a raw tab in a text", '{"id":"r","v":"a\tb"}', "invalid_json"),
    _json("a raw escape in a text", '{"id":"r","v":"a\x1bb"}', "invalid_json"),
    _json("an unknown escape", '{"id":"r","v":"\\x41"}', "invalid_json"),
    _json("half an escape", '{"id":"r","v":"\\u12"}', "invalid_json"),
    _json("an escape of no digits", '{"id":"r","v":"\\uzzzz"}', "invalid_json"),
    _json("a leading zero", '{"id":"r","v":007}', "invalid_json"),
    _json("a leading plus", '{"id":"r","v":+1}', "invalid_json"),
    _json("a point without digits", '{"id":"r","v":1.}', "invalid_json"),
    _json("a point without a number", '{"id":"r","v":.5}', "invalid_json"),
    _json("a hexadecimal number", '{"id":"r","v":0xff}', "invalid_json"),
    _json("a thousands separator", '{"id":"r","v":10,000}', "invalid_json"),
    _json("Python's True", '{"id":"r","v":True}', "invalid_json"),
    _json("JavaScript's undefined", '{"id":"r","v":undefined}', "invalid_json"),
    _json("nan in small letters", '{"id":"r","v":nan}', "invalid_json"),
    _json("a no-break space between", '{"id":\u00a0"r"}', "invalid_json"),
    _json("a form feed between", '{"id":\f"r"}', "invalid_json"),
    _json("a number as a name", '{"id":"r",1:2}', "invalid_json"),
    _json("XML sent as JSON", "not <visit/>", "invalid_json"),
    Hostile(
        "XML declared as JSON",
        None,
        (("content-type", b"application/json"),),
        b"<v><id>r</id></v>",
        "invalid_json",
    ),
    _json("CSV", "id,v\nr,1\n", "invalid_json"),
    _json("YAML", "id: r\nv: 1\n", "invalid_json"),
    _json("a list", '[{"id":"r"}]', "not_an_object"),
    _json("an empty list", "[]", "not_an_object"),
    _json("a text", '"r"', "not_an_object"),
    _json("a number", "42", "not_an_object"),
    _json("null", "null", "not_an_object"),
    _json("true", "true", "not_an_object"),
    _json("NaN alone", "NaN", "not_finite"),
    _json("JSON in JSON", json.dumps('{"id":"r"}'), "not_an_object"),
)

_NAMES = (
    _json("the id twice", '{"id":"r","id":"s"}', "duplicate_key", "/id"),
    _json("the id twice, the same", '{"id":"r","id":"r"}', "duplicate_key", "/id"),
    _json("a name twice, once escaped", '{"id":"r","\\u0069d":"s"}', "duplicate_key", "/id"),
    _json("a name twice, wide", '{ "id" : "r" , "id" : "s" }', "duplicate_key", "/id"),
    _json("a name twice, apart", '{"id":"r","v":1,"w":2,"v":3}', "duplicate_key", "/v"),
    _json("a name twice, one value apart", '{"v" :1,"id":"r","v":2}', "duplicate_key", "/v"),
    _member("a name twice, deeper", '{"a":1,"a":2}', "duplicate_key", "/v/a"),
    _member("a name twice, in a list", '[{},{"a":1,"a":2}]', "duplicate_key", "/v/1/a"),
    _member("a slash in a name twice", '{"a/b":1,"a/b":2}', "duplicate_key", "/v/a~1b"),
    _member("a tilde in a name twice", '{"a~b":1,"a~b":2}', "duplicate_key", "/v/a~0b"),
    _member("an empty name twice", '{"":1,"":2}', "duplicate_key", "/v/"),
    _member("a colon in quotes hides it", '{"a":"\\":","a":2}', "duplicate_key", "/v/a"),
    _json("U+0000 in a name", '{"id":"r","a\\u0000":1}', "nul_character", "/a\\x00"),
    _json("half a character in a name", '{"id":"r","\\ud800":1}', "lone_surrogate", "/\\ud800"),
    _json("a name of 1,001 characters", json.dumps({"id": "r", "n" * 1001: 1}), "string_too_long"),
    _json(
        "10,001 names",
        json.dumps({"id": "r"} | {str(n): n for n in range(10_000)}),
        "too_many_fields",
    ),
)

_NUMBERS = (
    _member("NaN", "NaN", "not_finite"),
    _member("infinity", "Infinity", "not_finite"),
    _member("infinity below", "-Infinity", "not_finite"),
    _member("NaN in a list", "[1,NaN]", "not_finite", "/v/1"),
    _member("NaN, deep", '{"a":[{"b":NaN}]}', "not_finite", "/v/a/0/b"),
    _member("1e999", "1e999", "not_finite"),
    _member("-1e999", "-1e999", "not_finite"),
    _member("1E+400", "1E+400", "not_finite"),
    _member("1.8e308", "1.8e308", "not_finite"),
    _member("2^53", str(2**53), "number_out_of_range"),
    _member("-2^53", str(-(2**53)), "number_out_of_range"),
    _member("2^63", str(2**63), "number_out_of_range"),
    _member("2^64", str(2**64), "number_out_of_range"),
    _member("1e300", "1e300", "number_out_of_range"),
    _member("1e16 as a float", "10000000000000000.5", "number_out_of_range"),
    _member("400 digits", "9" * 400, "number_out_of_range"),
    _member("5,000 digits", "9" * 5000, "number_out_of_range"),
    _member("100,000 digits", "1" * 100_000, "number_out_of_range"),
    _member("a large number in a list", f"[1,{10**20}]", "number_out_of_range", "/v/1"),
    _member("a large id of a post", "1790000000000000000", "number_out_of_range"),
)

_TEXTS = (
    _member("U+0000", '"\\u0000"', "nul_character"),
    _member("U+0000 inside", '"a\\u0000b"', "nul_character"),
    _member("U+0000 in a list", '["a","\\u0000"]', "nul_character", "/v/1"),
    _member("U+0000 in a quantity", '{"a":{"raw":"\\u0000"}}', "nul_character", "/v/a/raw"),
    _member("a high surrogate", '"\\ud800"', "lone_surrogate"),
    _member("a low surrogate", '"\\udc00"', "lone_surrogate"),
    _member("a pair the wrong way round", '"\\ude00\\ud83d"', "lone_surrogate"),
    _member("a surrogate at the end", '"cut \\ud83d"', "lone_surrogate"),
    _member("two high surrogates", '"\\ud83d\\ud83d"', "lone_surrogate"),
    _member("a surrogate in a list", '[["\\ud800"]]', "lone_surrogate", "/v/0/0"),
    _member("100,001 characters", f'"{"x" * 100_001}"', "string_too_long"),
    _member("100,001 characters of Korean", f'"{"북" * 100_001}"', "string_too_long"),
    _member("a long text in a list", f'["{"x" * 100_001}"]', "string_too_long", "/v/0"),
    _json("a long id", json.dumps({"id": "x" * 100_001}), "string_too_long", "/id"),
)

_SHAPES = (
    _member("65 levels of lists", _nested(64), "too_deep", "/v" + "/0" * 63),
    _member("1,000 levels of lists", _nested(1000), "too_deep", "/v" + "/0" * 63),
    _member("100,000 levels of lists", _nested(100_000), "too_deep", "/v" + "/0" * 63),
    _member("65 levels of objects", _nested(64, '{"a":', "}"), "too_deep", "/v" + "/a" * 63),
    _member("9,000 levels of objects", _nested(9000, '{"a":', "}"), "too_deep", "/v" + "/a" * 63),
    _json("500,000 open brackets", "[" * 500_000, "too_deep", "/0" * 64),
    _json("100,000 open braces", '{"a":' * 100_000, "too_deep", "/a" * 64),
    _member("deep behind a list", "[1,2," + _nested(64) + "]", "too_deep", "/v/2" + "/0" * 62),
    _member("10,001 entries", "[" + "0," * 10_000 + "0]", "list_too_long"),
    _member("200,000 entries", "[" + "0," * 200_000 + "0]", "list_too_long"),
    _member("a long list in a list", "[[" + "0," * 10_000 + "0]]", "list_too_long", "/v/0"),
    _json(
        "1,001 claims",
        json.dumps({"id": "r", "claims": [{"id": str(n)} for n in range(1001)]}),
        "too_many_claims",
        "/claims",
    ),
)

_DATES = (
    _member("the year 0025", '"0025-11-02"', "date_out_of_range"),
    _member("the year 0000", '"0000-00-00"', "date_out_of_range"),
    _member("the year 0001", '"0001-01-01T00:00:00Z"', "date_out_of_range"),
    _member("the year 0999", '"0999-12-31"', "date_out_of_range"),
    _member("the year 2201", '"2201-01-01"', "date_out_of_range"),
    _member("the year 9999", '"9999-12-31"', "date_out_of_range"),
    _member("the year 20250", '"20250-01-01"', "date_out_of_range"),
    _member("the last day of JavaScript", '"+275760-09-13"', "date_out_of_range"),
    _member("a year before Christ", '"-0044-03-15"', "date_out_of_range"),
    _member("an interval of 0025", '"0025-01-01/0025-02-01"', "date_out_of_range"),
    _member("a blank and 0025", '" 0025-11-02"', "date_out_of_range"),
    _member("0025 in disguise", '"\\u0030025-11-02"', "date_out_of_range"),
    _member("0025 in a list", '["2025-01-01","0025-11-02"]', "date_out_of_range", "/v/1"),
    _member(
        "0025, deep", '{"occurred":{"from":"0025-11-02"}}', "date_out_of_range", "/v/occurred/from"
    ),
    _json(
        "published in ten years",
        '{"id":"r","published_at":"2035-05-02T00:00:00Z"}',
        "future_timestamp",
        "/published_at",
    ),
    _json(
        "published in two days",
        '{"id":"r","published_at":"2025-05-04T12:00:01Z"}',
        "future_timestamp",
        "/published_at",
    ),
    _json(
        "published on a day to come",
        '{"id":"r","published_at":"2025-05-05"}',
        "future_timestamp",
        "/published_at",
    ),
    _json(
        "published ahead by its time zone",
        '{"id":"r","published_at":"2025-05-03T06:00:00-12:00"}',
        "future_timestamp",
        "/published_at",
    ),
    _json(
        "a source of the future",
        '{"id":"r","source":{"published_at":"2099-01-01"}}',
        "future_timestamp",
        "/source/published_at",
    ),
    _json(
        "retrieved in the future",
        '{"id":"r","claims":[{"source":{"retrieved_at":"2026-01-01T00:00:00Z"}}]}',
        "future_timestamp",
        "/claims/0/source/retrieved_at",
    ),
    _json(
        "published in the year 0025",
        '{"id":"r","published_at":"0025-04-28T10:00:00Z"}',
        "date_out_of_range",
        "/published_at",
    ),
    _xml("an XML date of 0025", "<v><id>r</id><d>0025-11-02</d></v>", "date_out_of_range", "/v/d"),
)

_DTD = '<!DOCTYPE v [<!ENTITY a "aaaaaaaaaa">'
_LAUGHS = "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdef", "bcdefg", strict=True)
)

_XML = (
    _xml("no XML", "hello", "invalid_xml"),
    _xml("JSON declared as XML", '{"id":"r"}', "invalid_xml"),
    _xml("an open element", "<v><id>r</id>", "invalid_xml", "/v"),
    _xml("a crossed element", "<v><id>r</v></id>", "invalid_xml", "/v/id"),
    _xml("two roots", "<v><id>r</id></v><v/>", "invalid_xml"),
    _xml("text behind the root", "<v><id>r</id></v>hello", "invalid_xml"),
    _xml("a bare ampersand", "<v><id>r</id><t>A & B</t></v>", "invalid_xml", "/v/t"),
    _xml("a bare less-than", "<v><id>r</id><t>1 < 2</t></v>", "invalid_xml", "/v/t"),
    _xml("an attribute twice", '<v a="1" a="2"><id>r</id></v>', "invalid_xml"),
    _xml("an attribute without quotes", "<v a=1><id>r</id></v>", "invalid_xml"),
    _xml("a prefix that nobody declared", "<x:v><id>r</id></x:v>", "invalid_xml"),
    _xml("a reference to U+0000", "<v><id>r</id><t>&#0;</t></v>", "invalid_xml", "/v/t"),
    _xml("a reference to a surrogate", "<v><id>r</id><t>&#xD800;</t></v>", "invalid_xml", "/v/t"),
    _xml("a reference beyond Unicode", "<v><id>r</id><t>&#x110000;</t></v>", "invalid_xml", "/v/t"),
    _xml("a control character", "<v><id>r</id><t>\x01</t></v>", "invalid_xml", "/v/t"),
    _xml("a declaration too late", ' <?xml version="1.0"?><v><id>r</id></v>', "invalid_xml"),
    _xml("a comment only", "<!-- nothing -->", "invalid_xml"),
    _xml("a document type", "<!DOCTYPE v><v><id>r</id></v>", "xml_forbidden"),
    _xml("a document type of elsewhere", '<!DOCTYPE v SYSTEM "file:///x"><v/>', "xml_forbidden"),
    _xml("an entity", _DTD + "]><v><id>&a;</id></v>", "xml_forbidden"),
    _xml("a billion laughs", _DTD + _LAUGHS + "]><v><id>&g;</id></v>", "xml_forbidden"),
    _xml(
        "a file as an entity",
        '<!DOCTYPE v [<!ENTITY f SYSTEM "file:///etc/passwd">]><v><id>&f;</id></v>',
        "xml_forbidden",
    ),
    _xml(
        "a parameter entity",
        '<!DOCTYPE v [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]><v><id>r</id></v>',
        "xml_forbidden",
    ),
    _xml(
        "attributes by default",
        '<!DOCTYPE v [<!ATTLIST v a CDATA "x">]><v><id>r</id></v>',
        "xml_forbidden",
    ),
    _xml("an entity of HTML", "<v><id>r</id><t>&nbsp;</t></v>", "xml_forbidden", "/v/t"),
    _xml(
        "declared as latin-1", '<?xml version="1.0" encoding="ISO-8859-1"?><v/>', "wrong_encoding"
    ),
    _xml("declared as UTF-16", '<?xml version="1.0" encoding="UTF-16"?><v/>', "wrong_encoding"),
    _xml(
        "declared as windows-1252",
        '<?xml version="1.0" encoding="windows-1252"?><v><id>r</id></v>',
        "wrong_encoding",
    ),
    _xml("65 levels of elements", "<a>" * 65 + "</a>" * 65, "too_deep", "/a" * 64),
    _xml("100,000 levels of elements", "<a>" * 100_000, "too_deep", "/a" * 64),
    _xml(
        "10,001 elements", "<v><id>r</id>" + "<i>1</i>" * 10_001 + "</v>", "list_too_long", "/v/i"
    ),
    _xml(
        "100,001 characters of XML",
        "<v><id>r</id><t>" + "x" * 100_001 + "</t></v>",
        "string_too_long",
        "/v/t",
    ),
    _xml("XML without an id", "<v><t>1</t></v>", "missing_record_id"),
    _xml("XML with an empty id", "<v><id/></v>", "missing_record_id"),
    _xml("XML with two ids", "<v><id>r</id><id>s</id></v>", "format_error"),
    Hostile("XML of another id", b"s", XML, b"<v><id>r</id></v>", "record_id_mismatch"),
    Hostile("XML without a header, broken", None, (), b"<v><id>r</id>", "invalid_xml", "/v"),
)

HOSTILE: Final[tuple[Hostile, ...]] = (
    *_SIZE,
    *_HEADERS,
    *_KEYS,
    *_BYTES,
    *_JSON,
    *_NAMES,
    *_NUMBERS,
    *_TEXTS,
    *_SHAPES,
    *_DATES,
    *_XML,
)
