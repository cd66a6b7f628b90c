"""What a person can do something about: one line, no traceback."""


class StackError(Exception):
    """Something the stack needs is missing or in the way; the message says what to do."""


class DiedAtStart(StackError):
    """A server process ended before it answered; another try may go better."""
