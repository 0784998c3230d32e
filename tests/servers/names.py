"""Names without a network: no test asks a name server."""

from __future__ import annotations

import socket
from typing import Any

import pytest


def only_this_machine(patch: pytest.MonkeyPatch) -> None:
    """Addresses in numbers and localhost are looked up as ever; every other name is unknown at once."""
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, *arguments: Any, **more: Any) -> Any:
        if host in ("localhost", "127.0.0.1", "::1") or more.get("flags", 0) & socket.AI_NUMERICHOST:
            return real(host, *arguments, **more)
        # A name that no name server could be asked for raises as ever.
        host.encode("idna")
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    patch.setattr(socket, "getaddrinfo", getaddrinfo)
