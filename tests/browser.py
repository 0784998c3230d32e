"""Headless Chromium, driven through its DevTools protocol over a pipe: no further package, and no port."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
PATIENCE = 30.0
"""Seconds for an answer of the browser, or for something to become true."""


LAUNCHER = """\
import fcntl, os, sys
ends = [fcntl.fcntl(int(end), fcntl.F_DUPFD_CLOEXEC, 10) for end in sys.argv[1:3]]
os.dup2(ends[0], 3)
os.dup2(ends[1], 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""The browser reads its descriptor 3 and writes to 4."""


class Browser:
    """One browser with one page."""

    def __init__(self, folder: Path, language: str = "en-GB", size: str = "1280,800") -> None:
        if CHROMIUM is None:
            pytest.skip("Chromium is not installed")
        to_browser, self._from_us = os.pipe()
        self._to_us, from_browser = os.pipe()
        command = [
            *(sys.executable, "-c", LAUNCHER, str(to_browser), str(from_browser)),
            *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
            *(f"--lang={language}", f"--accept-lang={language}", f"--window-size={size}", "--remote-debugging-pipe"),
            *(f"--user-data-dir={folder}", "about:blank"),
        ]
        self._process = subprocess.Popen(
            command, pass_fds=(to_browser, from_browser), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_browser)
        os.close(from_browser)
        self._received = b""
        self._calls = 0
        self.session = ""
        self.events: list[dict[str, Any]] = []
        pages = self.call("Target.getTargets")["targetInfos"]
        target = next(page["targetId"] for page in pages if page["type"] == "page")
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Network.enable")
        self.call("Runtime.enable")

    def close(self) -> None:
        self.session = ""
        with suppress(AssertionError, OSError):
            self.call("Browser.close")
        try:
            self._process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._from_us)
        os.close(self._to_us)

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._calls += 1
        asked = {"id": self._calls, "method": method, "params": parameters}
        if self.session:
            asked["sessionId"] = self.session
        os.write(self._from_us, json.dumps(asked).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._calls:
                assert "error" not in answer, answer
                return dict(answer["result"])
            self.events.append(answer)

    def _next(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while b"\0" not in self._received:
            ready, _, _ = select.select([self._to_us], [], [], max(0.0, end - time.monotonic()))
            piece = os.read(self._to_us, 1 << 20) if ready else b""
            assert piece, "the browser does not answer"
            self._received += piece
        line, _, self._received = self._received.partition(b"\0")
        return dict(json.loads(line))

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def ask(self, script: str) -> Any:
        """The value of a JavaScript expression in the page."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def wait(self, script: str) -> Any:
        """The value of an expression once it is true."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            found = self.ask(f"(() => {{ try {{ return ({script}) || null }} catch (e) {{ return null }} }})()")
            if found is not None:
                return found
            time.sleep(0.05)
        text = self.ask("document.body.innerText")
        raise AssertionError(f"never true: {script}\nThe page says:\n{text}")

    def text_in_frame(self, address: str) -> str:
        """What the frame with that address shows; a sandbox is a target of its own."""
        end = time.monotonic() + PATIENCE
        page, text = self.session, ""
        while not text and time.monotonic() < end:
            self.session = ""
            frames = [t for t in self.call("Target.getTargets")["targetInfos"] if t["url"] == address]
            if frames:
                found = self.call("Target.attachToTarget", targetId=frames[0]["targetId"], flatten=True)
                self.session = found["sessionId"]
                text = self.ask("document.body ? document.body.innerText.trim() : ''")
            self.session = page
            time.sleep(0.05)
        return text

    def press(self, key: str) -> None:
        text = key if len(key) == 1 else ""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, text=text if kind == "keyDown" else "")
