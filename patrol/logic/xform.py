"""From an XLSForm definition to the XForm that Collect opens, by pyxform."""

from typing import Any

from pyxform.xls2xform import convert


def xform_of(definition: dict[str, Any]) -> str:
    """Return the XForm (XML text) of a definition of sheets; raises pyxform's PyXFormError where it is wrong."""
    return str(convert(definition, form_name="data").xform)
