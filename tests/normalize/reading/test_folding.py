"""Keys: the same whichever way a text is folded."""

from hypothesis import given
from hypothesis import strategies as st

from services.normalize.reading import folding

_PLAIN = st.text(st.characters(max_codepoint=127, exclude_characters="."), max_size=20)


@given(st.lists(_PLAIN | st.sampled_from(["St", "the", "The ", "&", "+", "O'Neill"])))
def test_plain_text_is_folded_as_all_other_text_is(words: list[str]) -> None:
    text = " ".join(words)
    unseen = text + "\u200b"  # a mark that folding drops, and that is not plain
    assert folding.native(text) == folding.native(unseen)


def test_articles_at_both_ends_and_saints_are_written_alike() -> None:
    assert folding.native("The St. Helena") == folding.native("St Helena, The") == "saint helena"
