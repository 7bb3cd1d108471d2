"""The field types: one file and one template each. A new type is added to the tuple."""

from collections.abc import Mapping

from forms.fields.checkbox import Checkbox
from forms.fields.checklist import Checklist
from forms.fields.datetime import DateTime
from forms.fields.field_type import ComponentType, FieldType
from forms.fields.group import Group
from forms.fields.number import Number
from forms.fields.radio import Radio
from forms.fields.select import Select
from forms.fields.text import Text
from forms.fields.textarea import TextArea
from forms.fields.textfield import TextField

FIELD_TYPES: tuple[ComponentType, ...] = (
    Text(),
    TextField(),
    TextArea(),
    Number(),
    Radio(),
    Select(),
    Checkbox(),
    Checklist(),
    DateTime(),
    Group(),
)
"""Every component that a form may have."""

COMPONENT_TYPES: Mapping[str, ComponentType] = {kind.name: kind for kind in FIELD_TYPES}
"""The same by the name that form-js gives them."""

QUESTION_TYPES: Mapping[str, FieldType] = {
    kind.name: kind for kind in FIELD_TYPES if isinstance(kind, FieldType)
}
"""Those that take an answer."""
