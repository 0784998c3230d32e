"""A real Dovecot on free ports of 127.0.0.1: POP3, IMAP and the logins of Postfix, with mailboxes of its own.

Users: zoé@dovecot.test and jean@dovecot.test, with the passwords of `PASSWORDS`. Tokens are asked of an identity
provider when one is given.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from servers.postfix import daemons_path, free_ports

PATIENCE = 40.0
"""Seconds to wait for a start or an end on a busy machine."""

PASSWORDS = {"jean@dovecot.test": "hunter 2", "zoé@dovecot.test": "pässwörd=1,"}

_CONFIGURATION = """\
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = wlmail-tests
log_path = {folder}/log
auth_verbose = yes
protocols = imap pop3
listen = 127.0.0.1
ssl = yes
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.key
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
auth_username_chars =
mail_location = maildir:{folder}/mail/%n
default_internal_user = dovecot
default_login_user = dovenull
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
passdb {{
  driver = passwd-file
  mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256
  args = {folder}/users
}}
{tokens}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail/%n
}}
"""

_TOKENS = """\
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/tokens
}}
"""

_INTROSPECTION = """\
introspection_mode = post
introspection_url = {url}
username_attribute = username
active_attribute = active
active_value = true
force_introspection = yes
"""


def why_not() -> str:
    """Why Dovecot cannot be run here; "" when it can."""
    if shutil.which("dovecot", path=daemons_path()) is None:
        return "Dovecot is not installed (apt-get install dovecot-imapd dovecot-pop3d)"
    if os.geteuid() != 0:
        return "Dovecot can only be started by root; run pytest as root to have these tests too"
    return ""


class Dovecot:
    def __init__(
        self,
        certificate: Path,
        key: Path,
        *,
        introspection: str = "",
        mechanisms: str = "plain login cram-md5 scram-sha-1 scram-sha-256",
    ) -> None:
        # The daemons run as other users: the folders that pytest makes are closed to them.
        self.folder = Path(tempfile.mkdtemp(prefix="wlmail-dovecot-"))
        self.folder.chmod(0o755)
        self.imap, self.imaps, self.pop3, self.pop3s = free_ports(4)
        self.auth = self.folder / "auth"
        """The socket where Postfix has logins checked."""
        self._write(certificate, key, introspection, mechanisms)
        self._daemon = subprocess.Popen(
            ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")],
            env={**os.environ, "PATH": daemons_path()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait_until_it_listens()
        except BaseException:
            self.stop()
            raise

    def log(self) -> str:
        file = self.folder / "log"
        return file.read_text(errors="replace") if file.exists() else ""

    def stop(self) -> None:
        if self._daemon.poll() is None:
            # SIGTERM to the master: it ends its own daemons.
            self._daemon.terminate()
        try:
            self._daemon.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self._daemon.kill()
            self._daemon.communicate()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _write(self, certificate: Path, key: Path, introspection: str, mechanisms: str) -> None:
        import pwd  # not on Windows, where this module is imported all the same

        for name in ("run", "state", "mail"):
            (self.folder / name).mkdir()
        shutil.copy(certificate, self.folder / "server.pem")
        shutil.copy(key, self.folder / "server.key")
        nobody = pwd.getpwnam("nobody")
        os.chown(self.folder / "mail", nobody.pw_uid, nobody.pw_gid)
        tokens = ""
        if introspection:
            tokens = _TOKENS.format(folder=self.folder)
            mechanisms += " xoauth2 oauthbearer"
            (self.folder / "tokens").write_text(_INTROSPECTION.format(url=introspection))
        (self.folder / "users").write_text("".join(f"{u}:{{PLAIN}}{p}\n" for u, p in PASSWORDS.items()), "utf-8")
        configuration = _CONFIGURATION.format(
            folder=self.folder,
            uid=nobody.pw_uid,
            gid=nobody.pw_gid,
            mechanisms=mechanisms,
            tokens=tokens,
            imap=self.imap,
            imaps=self.imaps,
            pop3=self.pop3,
            pop3s=self.pop3s,
        )
        (self.folder / "dovecot.conf").write_text(configuration)

    def _wait_until_it_listens(self) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if self._daemon.poll() is not None:
                output = self._daemon.stdout.read() if self._daemon.stdout else b""
                raise RuntimeError(f"Dovecot did not start: {output.decode(errors='replace')}{self.log()}")
            try:
                socket.create_connection(("127.0.0.1", self.pop3s), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"Dovecot does not listen: {self.log()}")
