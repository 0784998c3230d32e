"""What WLanguage programs can call, use and declare: one place, both languages (design: one registry).

A library family registers itself while it is imported:

    @function("Replace", "Remplace")
    def replace(text: str, searched: Value, new: str = "", options: int = 0) -> str:
        '''Replaces every occurrence of a text.

        Source: stdlib.md 1.1.
        '''

From that the binder checks counts and types, the compiler emits the call, `wlmail functions` and the completer show it.
Annotations say how arguments are converted: `language/signatures.py` tells. A function that can fail is given
`on_failure`: it raises `Failure`, the caller receives that value and the error state is set, here and nowhere else.
"""

from __future__ import annotations

from wlmail.language.failing import told
from wlmail.language.names import fold
from wlmail.runtime import kinds
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    from wlmail.language.signatures import Parameter, Signature
    from wlmail.runtime.kinds import Kind

    Value = Any
    F = TypeVar("F", bound=Callable[..., Any])
    C = TypeVar("C", bound=type)
else:

    class Value:
        """Annotation of a parameter that takes any value unconverted."""


# Every start of a program imports this file: what looks into signatures is imported when something asks for them.
_REQUIRED: Any = object()


class Function:
    """One function in both languages. `module` and `attribute` are where compiled programs import it from.

    `because` says why it is not offered, and what to do instead; "" for a function that works.
    """

    __slots__ = (
        "_signature",
        "aliases",
        "attribute",
        "because",
        "can_fail",
        "english",
        "fails_because",
        "french",
        "implementation",
        "module",
    )

    def __init__(
        self,
        english: str,
        french: str,
        aliases: tuple[str, ...],
        implementation: Callable[..., Any] | None,
        because: str = "",
        *,
        can_fail: bool = False,
    ) -> None:
        self.english = english
        self.french = french
        self.aliases = aliases
        self.because = because
        self.can_fail = can_fail
        self.fails_because = ""
        """Why it always returns its failure value: it is recognised, and a program that tests it can go on."""
        self.implementation = implementation
        self.module = implementation.__module__ if implementation else ""
        self.attribute: str = getattr(implementation, "__name__", "")
        self._signature: Signature | None = None

    @property
    def state(self) -> str:
        """`done`, `recognised: why it always fails`, or `not offered: why`."""
        if self.because:
            return f"not offered: {self.because}"
        return f"recognised, always fails: {self.fails_because}" if self.fails_because else "done"

    @property
    def doc(self) -> str:
        """Its description; the first line is one sentence."""
        import inspect

        return inspect.getdoc(self.implementation) or "" if self.implementation else ""

    @property
    def signature(self) -> Signature:
        if self._signature is None:
            from wlmail.language.signatures import Signature

            self._signature = Signature(self.implementation)
        return self._signature

    @property
    def takes_run(self) -> bool:
        return self.signature.takes_run

    @property
    def parameters(self) -> list[Parameter]:
        return self.signature.parameters

    @property
    def result(self) -> Kind | None:
        """The kind of its result; None when it has none."""
        return self.signature.result

    @property
    def counts(self) -> tuple[int, int | None]:
        """Fewest and most arguments; None for an open list."""
        required = sum(p.required for p in self.parameters)
        return required, None if any(p.open for p in self.parameters) else len(self.parameters)


class Constant:
    __slots__ = ("aliases", "english", "french", "value")

    def __init__(self, english: str, french: str, value: Any, aliases: tuple[str, ...]) -> None:
        self.english = english
        self.french = french
        self.value = value
        self.aliases = aliases

    @property
    def kind(self) -> Kind | None:
        if type(self.value) is int:
            return kinds.INT4
        from wlmail.language.signatures import kind_of

        return kind_of(type(self.value))


class Property:
    """A member of an advanced type; `attribute` is the Python attribute that holds it."""

    __slots__ = ("aliases", "attribute", "english", "french", "kind", "read_only")

    def __init__(
        self, english: str, french: str, attribute: str, kind: Kind, aliases: tuple[str, ...], read_only: bool
    ) -> None:
        self.english = english
        self.french = french
        self.attribute = attribute
        self.kind = kind
        self.aliases = aliases
        self.read_only = read_only


class AdvancedType:
    """A type of the library such as `Email`: its values are instances of the Python class `record`."""

    __slots__ = ("aliases", "english", "french", "kind", "properties", "record")

    def __init__(
        self,
        english: str,
        french: str,
        aliases: tuple[str, ...],
        record: type,
        properties: tuple[Property, ...],
        kind: Kind,
    ) -> None:
        self.english = english
        self.french = french
        self.aliases = aliases
        self.record = record
        self.kind = kind
        self.properties: dict[str, Property] = {}
        for entry in properties:
            for spelling in (entry.english, entry.french, *entry.aliases):
                self.properties[fold(spelling)] = entry


FUNCTIONS: dict[str, Function] = {}
CONSTANTS: dict[str, Constant] = {}
TYPES: dict[str, AdvancedType] = {}
PREDEFINED: dict[str, AdvancedType] = {}
"""Variables that exist without declaration, such as the historical structure Email."""
KINDS_OF_RECORDS: dict[type, Kind] = {}
FAMILIES: dict[str, Callable[[str], Function]] = {}
"""By prefix: what makes a function of its name (`family`)."""
_METHODS: set[str] = set()
"""English names of the functions that are methods of some types only."""


def function(
    english: str,
    french: str,
    *,
    aliases: tuple[str, ...] = (),
    on_failure: Any = _REQUIRED,
    because: str = "",
) -> Callable[[F], F]:
    """Registers a library function under its English and French names (and older or guessed spellings).

    With `on_failure` the function may raise `Failure`: it then returns that value (or the result of it, when it is
    callable), ErrorOccurred is True and ErrorInfo tells; without a failure ErrorOccurred is False (language.md 9).
    Such a function takes `run` first. `because` tells why a function always fails: it is recognised, not offered.
    """

    def register(implementation: F) -> F:
        called: Any = implementation
        if on_failure is not _REQUIRED:
            called = _guarded(english, french, implementation, on_failure)
        entry = Function(english, french, aliases, called, can_fail=called is not implementation)
        entry.fails_because = because
        _add(FUNCTIONS, entry)
        return called  # type: ignore[no-any-return]

    return register


def _guarded(english: str, french: str, implementation: Callable[..., Any], on_failure: Any) -> Callable[..., Any]:
    """The function with its failures as what a program sees."""

    def guarded(run: Run, *arguments: Any, **named: Any) -> Any:
        while True:
            run.error.clear()
            try:
                return implementation(run, *arguments, **named)
            except Failure as failure:
                run.error.fail(french if run.french else english, told(run, failure))
            if not run.error.react():
                return on_failure() if callable(on_failure) else on_failure

    guarded.__wrapped__ = implementation  # type: ignore[attr-defined]
    for name in ("__name__", "__qualname__", "__module__", "__doc__"):
        setattr(guarded, name, getattr(implementation, name))
    return guarded


def recognised(
    space: dict[str, Any],
    english: str,
    french: str,
    because: str,
    *,
    on_failure: Any = False,
    aliases: tuple[str, ...] = (),
    source: str = "stdlib.md 7",
    before: Callable[[Run, tuple[Any, ...]], None] | None = None,
) -> None:
    """Registers a function that takes anything and always fails, telling why; a program that tests it can go on.

    It becomes a function of the module whose globals are `space`; `before` is called with its arguments.
    """
    name = f"{fold(english).lower()}_fails"
    fail = _failing(space["__name__"], name, because, on_failure, source, before)
    space[name] = function(english, french, aliases=aliases, on_failure=on_failure, because=because)(fail)


def _failing(
    module: str,
    name: str,
    because: str,
    on_failure: Any,
    source: str,
    before: Callable[[Run, tuple[Any, ...]], None] | None = None,
) -> Callable[..., Any]:
    def fail(run: Run, *arguments: Any) -> Any:
        if before is not None:
            before(run, arguments)
        raise Failure(because)

    result = on_failure() if callable(on_failure) else on_failure
    fail.__name__ = fail.__qualname__ = name
    fail.__module__ = module
    fail.__doc__ = f"Always returns its failure value: {because}.\n\nErrorInfo tells it.\nSource: {source}."
    fail.__annotations__ = {"run": Run, "arguments": Value, "return": type(result)}
    return fail


def family(prefix: str, module: str, because: str, source: str) -> Callable[[str], Any]:
    """Registers the functions whose names begin with `prefix`, a list of which nobody has: each returns False.

    The module gets them by name, as `__getattr__`.
    """

    def implementation(attribute: str) -> Any:
        written = attribute.removesuffix("_fails")
        if written == attribute or not fold(written).startswith(fold(prefix)):
            raise AttributeError(attribute)
        return _guarded(written, written, _failing(module, attribute, because, False, source), False)

    def made(written: str) -> Function:
        entry = Function(written, written, (), implementation(f"{written}_fails"), can_fail=True)
        entry.fails_because = because
        return entry

    FAMILIES[fold(prefix)] = made
    return implementation


def of_family(name: str) -> Function | None:
    """The function of a family that has no list of names; None where the name is not one of such a family's."""
    folded = fold(name)
    for prefix, made in FAMILIES.items():
        if folded.startswith(prefix) and folded != prefix:
            return made(name)
    return None


def unsupported(english: str, french: str, *, because: str, aliases: tuple[str, ...] = ()) -> None:
    """Registers a function that is known but not offered; `because` says why and what to do instead."""
    _add(FUNCTIONS, Function(english, french, aliases, None, because))


def constant(english: str, french: str, value: Any, *, aliases: tuple[str, ...] = ()) -> None:
    """Registers a constant; old and new names are aliases of one constant (email.md 4)."""
    _add(CONSTANTS, Constant(english, french, value, aliases))


def prop(
    english: str, french: str, attribute: str, kind: Kind, *, aliases: tuple[str, ...] = (), read_only: bool = False
) -> Property:
    """A property of an advanced type."""
    return Property(english, french, attribute, kind, aliases, read_only)


def record(
    english: str,
    french: str,
    *,
    properties: tuple[Property, ...],
    prefixes: tuple[str, ...] = (),
    methods: frozenset[str] | None = None,
    aliases: tuple[str, ...] = (),
) -> Callable[[C], C]:
    """Registers a class as an advanced type; `prefixes` are those of the functions it has as methods (6.7).

    With `methods`, English names, it has no others of these families, and no other type has them.
    """

    def register(cls: C) -> C:
        kind = record_kind(cls, english, prefixes, methods)
        entry = AdvancedType(english, french, aliases, cls, properties, kind)
        _METHODS.update(methods or ())
        _add(TYPES, entry)
        _name_members(cls, entry)
        return cls

    return register


def predefined(
    name: str,
    *,
    properties: tuple[Property, ...],
    prefixes: tuple[str, ...] = (),
    methods: frozenset[str] | None = None,
) -> Callable[[C], C]:
    """Registers a class whose one instance a run (`run.state(cls)`) is the predefined variable `name`."""

    def register(cls: C) -> C:
        entry = AdvancedType(name, name, (), cls, properties, record_kind(cls, name, prefixes, methods))
        _METHODS.update(methods or ())
        _add(PREDEFINED, entry)
        _name_members(cls, entry)
        return cls

    return register


def record_kind(cls: type, name: str, prefixes: tuple[str, ...] = (), methods: frozenset[str] | None = None) -> Kind:
    """The kind of a record class; the same object each time, so that records can hold records."""
    kind = KINDS_OF_RECORDS.get(cls)
    if kind is None:
        kind = KINDS_OF_RECORDS[cls] = kinds.record_of(cls, name, prefixes, methods)
    return kind


def find_method(kind: Kind | None, name: str) -> Function | None:
    """The function that `value.name(…)` stands for: with a family prefix of the value's type, else as it is (6.7)."""
    folded = fold(name)
    for prefix in (*(kind.prefixes if kind else ()), ""):
        found = FUNCTIONS.get(prefix + folded)
        if found is not None and is_method(kind, found, prefix):
            return found
    return None


def is_method(kind: Kind | None, function: Function, prefix: str) -> bool:
    """Values of the kind have the function, which was found with this prefix, as a method."""
    methods = kind.methods if kind else None
    if methods is not None and function.english in methods:
        return True
    return function.english not in _METHODS and (methods is None or not prefix)


def load(package: str = "wlmail.library") -> None:
    """Imports every library family, so that the registry is whole. Compiled programs import only what they call."""
    import importlib
    import os

    for folder in importlib.import_module(package).__path__:
        try:
            found = [name[:-3] for name in os.listdir(folder) if name.endswith(".py") and name != "__init__.py"]
        except OSError:  # inside an archive; `pkgutil` is slow to import
            import pkgutil

            found = [module.name for module in pkgutil.iter_modules([folder])]
        for name in sorted(found):
            importlib.import_module(f"{package}.{name}")


def functions() -> Iterator[Function]:
    """Every function once, by English name."""
    yield from sorted(set(FUNCTIONS.values()), key=lambda entry: fold(entry.english))


def _add(table: dict[str, Any], entry: Any) -> None:
    for spelling in (entry.english, entry.french, *entry.aliases):
        other = table.setdefault(fold(spelling), entry)
        if other is not entry:
            raise ValueError(f"«{spelling}» is registered twice")


def _name_members(cls: type, entry: AdvancedType) -> None:
    """Lets `runtime.records` find members by name where the type is only known at run time."""
    cls.MEMBERS = {folded: (p.attribute, p.kind) for folded, p in entry.properties.items()}  # type: ignore[attr-defined]
    cls.SPELLINGS = {p.attribute: p.english for p in entry.properties.values()}  # type: ignore[attr-defined]
    cls.TYPE_NAME = entry.english  # type: ignore[attr-defined]
