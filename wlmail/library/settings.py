"""INI files and parameters that outlive a program (stdlib.md 5.2)."""

from __future__ import annotations

import os

from wlmail.language.failing import tell
from wlmail.language.registry import Value, function
from wlmail.library import files
from wlmail.library.system import stem
from wlmail.runtime.conversions import to_text
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

# --- INI files -------------------------------------------------------------------------------------------------------


class Told:
    """The INI files named without a directory that the program's user was told about."""

    def __init__(self) -> None:
        self.names: set[str] = set()


def _path(run: Run, file: str) -> str:
    """An INI file without a directory is looked for beside the program, not in the directory of Windows."""
    name = file.strip() or f"{stem(run)}.ini"
    if files.split_mask(name)[0] or (len(name) > 1 and name[1] == ":"):
        return name
    found = os.path.join(run.world.files.program_folder, name)
    told = run.state(Told).names
    if name not in told:
        told.add(name)
        tell(run, f"{name} is looked for in {run.world.files.program_folder}")
    return found


def _entry(line: str) -> tuple[str, str] | None:
    """Name and value of a line, None for other lines."""
    name, equals, value = line.partition("=")
    name = name.strip()
    if not equals or not name or name[0] in ";[":
        return None
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1]
    return name, value


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _section(line: str) -> str | None:
    line = line.strip()
    return line[1 : line.index("]")].strip() if line.startswith("[") and "]" in line else None


@function("INIRead", "INILit")
def ini_read(run: Run, section: str, keyword: str = "", not_found: str = "", file: str = "") -> str:
    """A value of an INI file; `not_found` when the file, section or keyword is missing or the value is empty.

    Without a keyword: the keywords of the section, a line each; without a section: the sections. Case does not count.
    A file without a directory is looked for beside the program.

    Source: stdlib.md 5.2.
    """
    try:
        text = files.decode(files.read(run, _path(run, file)))
    except Failure:
        return not_found if section and keyword else ""
    wanted, name = section.strip().casefold(), keyword.strip().casefold()
    listed: list[str] = []
    inside = False
    for line in _lines(text):
        head = _section(line)
        if head is not None:
            inside = head.casefold() == wanted
            if not wanted:
                listed.append(head)
            continue
        entry = _entry(line) if inside and wanted else None
        if entry is None:
            continue
        if not name:
            listed.append(entry[0])
        elif entry[0].casefold() == name:
            return entry[1] or not_found
    return not_found if wanted and name else "\r\n".join(listed)


@function("INIWrite", "INIEcrit", on_failure=False)
def ini_write(run: Run, section: str, keyword: str, value: str, file: str = "") -> bool:
    """Writes a value to an INI file; file, section and keyword are created, all else stays as it is.

    Failure: False.

    Source: stdlib.md 5.2.
    """
    section, keyword = section.strip(), keyword.strip()
    if not section or not keyword:
        raise Failure("a section and a keyword are needed")
    if any(c in text for text in (section, keyword, value) for c in "\r\n"):
        raise Failure("a line of an INI file cannot hold a line end")
    if "]" in section or "=" in keyword or keyword[0] in ";[":
        raise Failure(f"«{section}», «{keyword}» cannot be written to an INI file")
    if value != value.strip() or (len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"):
        value = f'"{value}"'  # the reader drops blanks and one pair of quotes
    path = _path(run, file)
    data = files.read(run, path) if _exists(run, path) else b""
    text, format = files.decode(data), _format(data)
    end = "\n" if "\n" in text and "\r\n" not in text else "\r\n"
    lines = _lines(text)
    while lines and not lines[-1]:
        del lines[-1]
    _put(lines, section, keyword, value)
    text = end.join([*lines, ""])
    if format & files.FO_ANSI and files.ansi_text(files.ansi_bytes(text)) != text:
        format = 0  # the code page lacks a letter: the file becomes UTF-8
    mark = files.UTF8_BOM if data.startswith(files.UTF8_BOM) else b""
    files.write(run, path, mark + files.encode(text, format))
    return True


def _exists(run: Run, path: str) -> bool:
    return os.path.lexists(run.world.files.resolve(path))


def _format(data: bytes) -> int:
    """The format that keeps a file's encoding."""
    return {"ansi": files.FO_ANSI, "utf-16": files.FO_UNICODE}.get(files.encoding_of(data), 0)


def _put(lines: list[str], section: str, keyword: str, value: str) -> None:
    """Replaces or inserts a line."""
    wanted, name = section.casefold(), keyword.casefold()
    inside, last = False, -1
    for at, line in enumerate(lines):
        head = _section(line)
        if head is not None:
            if inside:
                break
            inside = head.casefold() == wanted
            last = at if inside else -1
            continue
        if not inside:
            continue
        entry = _entry(line)
        if entry is not None and entry[0].casefold() == name:
            lines[at] = f"{line.partition('=')[0].rstrip()}={value}"
            return
        if line.strip():
            last = at
    if last < 0:
        if lines and lines[-1].strip():
            lines.append("")
        lines += [f"[{section}]", f"{keyword}={value}"]
    else:
        lines.insert(last + 1, f"{keyword}={value}")


# --- Parameters ------------------------------------------------------------------------------------------------------


def _parameters_path(run: Run) -> str:
    return os.path.join(run.world.files.program_folder, f"{stem(run)}-parameters.json")


def _parameters(run: Run) -> dict[str, str]:
    import json

    path = _parameters_path(run)
    if not _exists(run, path):
        return {}
    try:
        stored = json.loads(files.read(run, path))
    except (ValueError, RecursionError):
        raise Failure(f"{path} is damaged") from None
    return {name: str(value) for name, value in stored.items()} if isinstance(stored, dict) else {}


def _store(run: Run, parameters: dict[str, str]) -> None:
    import json

    files.write(run, _parameters_path(run), json.dumps(parameters, indent=1).encode("ascii") + b"\n")


@function("LoadParameter", "ChargeParamètre")
def load_parameter(run: Run, name: str, default: str = "") -> str:
    """A value that SaveParameter kept, in this run or an earlier one; else the default.

    Source: stdlib.md 5.2.
    """
    try:
        return _parameters(run).get(name, default)
    except Failure:
        return default


@function("SaveParameter", "SauveParamètre", on_failure=False)
def save_parameter(run: Run, name: str, value: Value) -> bool:
    """Keeps a value for later runs, in a file beside the program. Failure: False.

    Source: stdlib.md 5.2.
    """
    _store(run, {**_parameters(run), name: to_text(value)})
    return True


@function("DeleteParameter", "SupprimeParamètre", on_failure=False)
def delete_parameter(run: Run, name: str) -> bool:
    """Forgets a value that SaveParameter kept. Failure: False.

    Source: stdlib.md 5.2.
    """
    parameters = _parameters(run)
    if name not in parameters:
        raise Failure(f"there is no parameter «{name}»")
    del parameters[name]
    _store(run, parameters)
    return True


@function("InitParameter", "InitParamètre")
def init_parameter(kind: Value = None, *place: Value) -> bool:
    """Chooses where parameters are kept; here always in a file beside the program.

    Source: stdlib.md 5.2.
    """
    return True
