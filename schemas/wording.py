"""Words for people, made of what a partner wrote: as text that every store and terminal takes."""


def printable(text: str) -> str:
    """Control characters, half characters and the like are shown as escapes."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )
