"""`EXTERN "file.wl"`: what a transcript of tests/spec/includes cannot show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from commands import program as program
from commands import wlmail


def test_a_change_of_an_included_file_is_noticed(program: Callable[..., Path], tmp_path: Path) -> None:
    path = program('EXTERN "lib.wl"\nTrace(N)')
    assert "there is no such file" in wlmail("run", path).stderr
    for number in (1, 2):
        (tmp_path / "lib.wl").write_text(f"CONSTANT N = {number}")
        for _ in range(2):  # compiled, then from the cache
            done = wlmail("run", path)
            assert (done.stdout, done.stderr) == (f"{number}\n", "")
    (tmp_path / "lib.wl").unlink()
    assert wlmail("run", path).returncode == 1


def test_a_classic_file_that_appears_is_noticed(program: Callable[..., Path], tmp_path: Path) -> None:
    path = program('EXTERN "KeyConst.wl"\nTrace(1)')
    for _ in range(2):
        assert "KeyConst.wl is not there" in wlmail("run", path).stderr
    (tmp_path / "keyconst.wl").write_text('Trace("keys")')
    assert wlmail("run", path).stdout == "keys\n1\n"


def test_an_included_file_has_an_encoding_of_its_own(program: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "ansi.wl").write_bytes('Trace("été")'.encode("cp1252"))
    (tmp_path / "wide.wl").write_bytes('Trace("œuf")'.encode("utf-16"))
    (tmp_path / "binary.wl").write_bytes(b"\0\1\2\3")
    assert wlmail("run", program('EXTERN "ansi.wl"\r\nEXTERN "wide.wl"')).stdout == "été\nœuf\n"
    done = wlmail("run", program('Trace(1)\nEXTERN "binary.wl"'))
    assert "program.wl:2:1: error:" in done.stderr
    assert "binary.wl is a binary file" in done.stderr


def test_names_that_differ_only_in_case_need_one_that_fits(program: Callable[..., Path], tmp_path: Path) -> None:
    for name in ("Tools.wl", "tools.wl"):
        (tmp_path / name).write_text(f'Trace("{name}")')
    assert wlmail("run", program('EXTERN "tools.wl"\nEXTERN "Tools.wl"')).stdout == "tools.wl\nTools.wl\n"
    assert "there is no such file" in wlmail("run", program('EXTERN "TOOLS.WL"')).stderr


def test_handlers_belong_to_the_program(program: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "lib.wl").write_text('Trace("lib")\nCASE ERROR:\nTrace("handled")')
    done = wlmail("run", program('EXTERN "lib.wl"'))
    assert "[included-handler]" in done.stderr


def test_an_exception_tells_the_file_of_its_line(program: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "lib.wl").write_text("\n\nPROCEDURE Divide(n)\nRESULT 1 / n")
    text = 'EXTERN "lib.wl"\nWHEN EXCEPTION IN\nTrace(Divide(0))\nDO\nTrace(ExceptionInfo(errFullDetails))\nEND'
    assert "lib.wl line 4" in wlmail("run", program(text)).stdout


def test_a_session_includes_files_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "lib.wl").write_text("n is int = 3\nPROCEDURE Twice(x)\nRESULT 1 / x")
    done = wlmail("repl", cwd=tmp_path, given='EXTERN "lib.wl"\nn\nTwice(0)\n')
    assert "3\n" in done.stdout
    assert "Error in Twice" in done.stdout + done.stderr


def test_an_error_and_the_stack_tell_lines_of_the_file_they_stand_in(
    program: Callable[..., Path], tmp_path: Path
) -> None:
    (tmp_path / "lib.wl").write_text('\nPROCEDURE Load()\nfLoadText("missing.txt")\nRESULT dbgInfo(dbgStack)')
    text = 'EXTERN "lib.wl"\nTrace(Load())\nTrace(ErrorInfo(errLine), ErrorInfo(errProcedure))'
    lines = wlmail("run", program(text)).stdout.splitlines()
    assert lines == [f"Load, {tmp_path / 'lib.wl'} line 4", "main code, line 2", "3\tLoad"]
