import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.layout.geometry import Box, Grid, Point, Segment
from engine.definitions.text_width import text_width, wrapped

coordinates = st.integers(-2_000, 2_000).map(float)
points = st.builds(Point, coordinates, coordinates)


@st.composite
def boxes(draw):
    left, top = draw(coordinates), draw(coordinates)
    return Box(left, top, left + draw(st.integers(1, 900)), top + draw(st.integers(1, 900)))


@given(boxes(), boxes())
def test_overlap_does_not_depend_on_the_order(one, two):
    assert one.overlaps(two) == two.overlaps(one)


@given(boxes(), points, points)
def test_a_segment_crosses_a_box_in_either_direction(box, start, end):
    assert Segment(start, end).crosses(box) == Segment(end, start).crosses(box)


@given(boxes(), points)
def test_a_segment_from_the_middle_of_a_box_crosses_it(box, end):
    if end != box.centre:
        assert Segment(box.centre, end).crosses(box)


@given(st.lists(boxes(), max_size=20), boxes())
def test_a_grid_loses_no_box_that_overlaps(others, box):
    grid = Grid()
    for number, other in enumerate(others):
        grid.add(str(number), other)
    overlapping = {str(n) for n, other in enumerate(others) if other.overlaps(box)}
    assert overlapping <= grid.near(box).keys()


def test_a_grid_finds_giants_from_both_sides():
    grid = Grid()
    giant, small = Box(-1e5, -1e5, 1e5, 1e5), Box(0, 0, 10, 10)
    grid.add("giant", giant)
    grid.add("small", small)
    assert grid.near(small).keys() == {"giant", "small"}
    assert grid.near(giant).keys() == {"giant", "small"}


@given(st.text(max_size=60), st.floats(10, 300))
def test_wrapping_keeps_every_word_in_order(text, width):
    assert " ".join(wrapped(text, width, 12)).split() == text.split()


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=6), max_size=12))
def test_no_line_is_wider_than_asked_when_words_are_short(words):
    assert all(text_width(line, 12) <= 60 for line in wrapped(" ".join(words), 60, 12))


@pytest.mark.parametrize(
    ("text", "arial"), [("Review information, resolve the concern", 214), ("professional", 64.7)]
)
def test_text_is_about_as_wide_as_in_arial(text, arial):
    assert text_width(text, 12) == pytest.approx(arial, rel=0.05)
