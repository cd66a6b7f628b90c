"""Why a record does not get in: a code, the field, and how to mend it."""


class Refused(ValueError):
    """A partner's record that cannot be taken. `field` is a JSON pointer, "" the whole record."""

    def __init__(self, code: str, field: str, message: str) -> None:
        super().__init__(f"{code} at {field or 'the record'}: {message}")
        self.code = code
        self.field = field
        self.message = message
