from tests.architecture.source import ROOT, modules

TOO_BROAD = {"utils", "helpers", "common", "misc", "manager", "services", "models"}


def test_every_module_is_named_after_one_thing():
    broad = [p for p in modules() if {p.stem, p.parent.name} & TOO_BROAD]
    assert [str(path.relative_to(ROOT)) for path in broad] == []
