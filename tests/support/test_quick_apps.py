"""Apps that share compiled rules and templates are apart in everything else."""

from flask import Flask, render_template, url_for
from jinja2 import DictLoader
from werkzeug.routing import BaseConverter


def an_app(mark, template):
    class Marked(BaseConverter):
        def to_url(self, value):
            return mark + value

    app = Flask(__name__)
    app.jinja_env.loader = DictLoader({"page": template})
    app.url_map.converters["marked"] = Marked
    app.add_url_rule("/<marked:name>/to", "page", defaults={"kind": "plain"})
    return app


def url_in(app):
    with app.test_request_context():
        return url_for("page", name="case", kind="plain", view="all")


def page_of(app):
    with app.test_request_context():
        return render_template("page", name="case")


def test_a_url_is_built_with_the_converters_of_its_own_app():
    first, second = an_app("1-", ""), an_app("2-", "")
    assert url_in(first) == "/1-case/to?view=all"
    assert url_in(second) == "/2-case/to?view=all"


def test_a_template_of_the_same_name_is_its_own_in_each_app():
    first, second, third = an_app("", "a {{ name }}"), an_app("", "b"), an_app("", "a {{ name }}")
    assert [page_of(app) for app in (first, second, third)] == ["a case", "b", "a case"]
