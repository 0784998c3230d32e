"""A real Exim on a free port of 127.0.0.1, with a configuration, a spool and a mailbox folder of its own.

Whatever is sent to `…@exim.test` is delivered to a file, except to refused@ and later@exim.test. The package of Debian
excludes Postfix, so its binary may lie anywhere: `WLMAIL_EXIM` names it.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from servers.daemon import Daemon, daemons_path, free_ports, needs_root

USER = "Debian-exim"

_CONFIGURATION = """\
exim_path = {binary}
primary_hostname = exim.test
spool_directory = {folder}/spool
log_file_path = {folder}/log/%slog
pid_file_path = {folder}/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = {port}
acl_smtp_rcpt = rcpt
acl_smtp_data = accept
host_lookup =
rfc1413_query_timeout = 0s
never_users =
keep_environment =
message_size_limit = 1M
smtputf8_advertise_hosts = *
tls_advertise_hosts = *
tls_certificate = {folder}/server.pem
tls_privatekey = {folder}/server.key
begin acl
rcpt:
  deny local_parts = refused
       message = Unrouteable address
  defer local_parts = later
        message = greylisted, come back later
  accept domains = exim.test
  deny message = relay not permitted
begin routers
local:
  driver = accept
  domains = exim.test
  transport = box
begin transports
box:
  driver = appendfile
  directory = {folder}/mail
  maildir_format
  user = {user}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and {{{{eq{{$auth2}}{{jean}}}}{{eq{{$auth3}}{{hunter2}}}}}}}}
  server_set_id = $auth2
"""


def binary() -> str:
    return os.environ.get("WLMAIL_EXIM") or shutil.which("exim4", path=daemons_path()) or ""


def why_not() -> str:
    """Why Exim cannot be run here; "" when it can."""
    if not os.access(binary(), os.X_OK):
        return "Exim is not installed (its package excludes Postfix: unpack it with dpkg -x and name it in WLMAIL_EXIM)"
    if why := needs_root("Exim"):
        return why
    import pwd

    try:
        pwd.getpwnam(USER)
    except KeyError:
        return f"Exim is not installed whole: it needs the user {USER} (useradd -r -U {USER})"
    return ""


class Exim(Daemon):
    def __init__(self, certificate: Path, key: Path) -> None:
        super().__init__()
        (self.port,) = free_ports(1)
        for name in ("spool", "log", "mail"):
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, USER, USER)
        for file, name in ((certificate, "server.pem"), (key, "server.key")):
            shutil.copy(file, self.folder / name)
            shutil.chown(self.folder / name, USER, USER)
        configuration = self.folder / "conf"
        configuration.write_text(_CONFIGURATION.format(folder=self.folder, port=self.port, user=USER, binary=binary()))
        self.start(binary(), "-C", str(configuration), "-bdf", port=self.port)

    def delivered(self, count: int) -> list[bytes]:
        """The messages delivered since the last call, as stored (LF line ends), once there are `count` of them."""
        return self.delivered_to(self.folder / "mail" / "new", count)

    def log(self) -> str:
        return "".join(file.read_text(errors="replace") for file in (self.folder / "log").glob("*log"))
