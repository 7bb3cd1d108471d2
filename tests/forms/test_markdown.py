"""The texts of a form: what may be written, and that nothing else comes through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from forms.markdown import render_markdown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Big", '<h2 class="govuk-heading-m">Big</h2>'),
        ("## Medium", '<h2 class="govuk-heading-m">Medium</h2>'),
        ("### Small", '<h3 class="govuk-heading-s">Small</h3>'),
        ("a **b** c", '<p class="govuk-body">a <strong>b</strong> c</p>'),
        ("1. a", '<ol class="govuk-list govuk-list--number">\n<li>a</li>\n</ol>'),
        ("- a", '<ul class="govuk-list govuk-list--bullet">\n<li>a</li>\n</ul>'),
        (
            "[a](https://example.org)",
            '<p class="govuk-body"><a href="https://example.org" class="govuk-link">a</a></p>',
        ),
    ],
)
def test_a_small_subset_is_understood(text, shown):
    assert render_markdown(text).strip() == shown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<b onclick=alert(1)>x</b>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](http://example.org)",
        "[x](//example.org)",
        "[x](data:text/html,x)",
        "![x](https://example.org/x.png)",
        "<https://example.org>",
        '[x](https://example.org "onmouseover=alert(1)")',
        '[x](https://example.org/"onmouseover="alert(1))',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "`code` <!-- --> <![CDATA[",
    ],
)
def test_nothing_else_becomes_markup(text):
    only_allowed(render_markdown(text))


ALLOWED = {"div", "h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "br"}


def only_allowed(markup):
    page = html.fromstring(f"<div>{markup}</div>")
    for element in page.iter():
        assert element.tag in ALLOWED
        assert set(element.attrib) <= {"href", "class", "title", "start"}
        assert element.get("href", "https://").startswith("https://")


@given(st.text(st.sampled_from("<>&\"'[](){}!#*_-`\\ \nabhttps:/javascript"), max_size=80))
def test_any_text_is_harmless(text):
    only_allowed(render_markdown(text))


@pytest.mark.parametrize(
    "text", ["[" * 5_000, "*" * 5_000, "> " * 5_000, "- " * 5_000, "[a](" * 2_000]
)
def test_deep_nesting_ends(text):
    assert render_markdown(text)
