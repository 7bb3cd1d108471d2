from tests.forms.feel.oracle import oracle

__all__ = ["oracle"]
