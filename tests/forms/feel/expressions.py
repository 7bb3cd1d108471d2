"""Expressions that hypothesis makes up, each of a known type so that they say something."""

from functools import cache

from hypothesis import strategies as st

NAMES = {"a": 3, "b": -2, "n": None, "s": "x", "u": "yes", "t": True, "l": [1, 2, 5]}
DEPTH = 3

small = st.integers(0, 9).map(str)
words = st.sampled_from(['"x"', '"yes"', '"no"', '""', "s", "u"])
orders = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
plain_numbers = small | st.sampled_from(["a", "b", "n", "2.5", "(-4)"])
plain_lists = st.sampled_from(["l", "[]", "[4, 0]"])
plain_conditions = st.sampled_from(["true", "false", "t", "null", "missing = null"])


@cache
def numbers(depth):
    if depth == 0:
        return plain_numbers
    inner, signs = numbers(depth - 1), st.sampled_from(["+", "-", "*", "/"])
    return st.one_of(
        plain_numbers,
        st.builds("({} {} {})".format, inner, signs, inner),
        st.builds("(if {} then {} else {})".format, conditions(depth - 1), inner, inner),
        st.builds("count({})".format, lists(depth - 1)),
        st.builds("{}({})".format, st.sampled_from(["min", "max", "sum"]), lists(depth - 1)),
        st.builds("string length({})".format, words),
    )


@cache
def lists(depth):
    if depth == 0:
        return plain_lists
    return st.one_of(
        plain_lists,
        st.lists(numbers(depth - 1), max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.builds("(for i in {} return i + {})".format, lists(depth - 1), small),
        st.builds("append({}, {})".format, lists(depth - 1), numbers(depth - 1)),
    )


@cache
def conditions(depth):
    if depth == 0:
        return plain_conditions
    number, inner = numbers(depth - 1), conditions(depth - 1)
    quantifiers = st.sampled_from(["some", "every"])
    quantified = "({} i in {} satisfies i {} {})".format
    return st.one_of(
        plain_conditions,
        st.builds("({} {} {})".format, number, orders, number),
        st.builds("({} {} {})".format, words, orders, words),
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or"]), inner),
        st.builds("not({})".format, inner),
        st.builds("({} in [{}, {}])".format, number, small, number),
        st.builds("({} in ({}, {}))".format, words, words, words),
        st.builds("({} in [2..6])".format, number),
        st.builds("({} between 1 and 4)".format, number),
        st.builds(quantified, quantifiers, lists(depth - 1), orders, small),
        st.builds("list contains({}, {})".format, lists(depth - 1), small),
    )


expressions = conditions(DEPTH) | numbers(DEPTH) | lists(DEPTH)
