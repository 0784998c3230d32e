"""Form fields: what a program that was cut out of a window reads and writes as SAI_Name or EDT_Name (stdlib.md 8).

A field is a text, empty unless it was preset (`--set EDT_Subject=Hello`); its properties are kept and mean nothing.
"""

from __future__ import annotations

from wlmail.runtime.run import Ref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wlmail.runtime.run import Run


_CONTROLS = "SAI EDT COMBO LISTE LIST SEL RADIO INT CBOX LIB STC TABLE COL ZR LOOP BTN IMG ONG TAB"
PREFIXES = tuple(f"{prefix}_" for prefix in _CONTROLS.split(" "))
VALUES = ("VALUE", "VALEUR", "DISPLAYEDVALUE", "VALEURAFFICHEE")


def is_field(folded: str) -> bool:
    """The folded name has the customary prefix of a control."""
    return folded.startswith(PREFIXES)


class Form:
    """The fields of one run, by folded name. One a run: `run.state(Form)`."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._properties: dict[tuple[str, str], Any] = {}

    def get(self, field: str) -> str:
        return self._values.get(field, "")

    def put(self, field: str, value: str) -> None:
        self._values[field] = value

    def get_property(self, field: str, name: str) -> Any:
        """A property as it was set; the value of the field for ..Value; "" for what was never set."""
        return self.get(field) if name in VALUES else self._properties.get((field, name), "")

    def put_property(self, field: str, name: str, value: Any) -> None:
        if name in VALUES:
            from wlmail.runtime.conversions import to_text

            self.put(field, to_text(value))
        else:
            self._properties[field, name] = value


class FieldRef(Ref):
    """A field passed by reference."""

    __slots__ = ("_field", "_form")

    def __init__(self, run: Run, field: str) -> None:
        self._form = run.state(Form)
        self._field = field

    @property
    def value(self) -> Any:
        return self._form.get(self._field)

    @value.setter
    def value(self, value: Any) -> None:
        from wlmail.runtime.conversions import to_text

        self._form.put(self._field, to_text(value))
