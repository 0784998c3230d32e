"""A real Dovecot on free ports of 127.0.0.1: POP3, IMAP and the logins of Postfix, with mailboxes of its own.

Users: zoé@dovecot.test and jean@dovecot.test, with the passwords of `PASSWORDS`. Tokens are asked of an identity
provider when one is given.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from servers.daemon import Daemon, daemons_path, free_ports, needs_root

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
    return needs_root("Dovecot")


class Dovecot(Daemon):
    def __init__(
        self,
        certificate: Path,
        key: Path,
        *,
        introspection: str = "",
        mechanisms: str = "plain login cram-md5 scram-sha-1 scram-sha-256",
    ) -> None:
        super().__init__()
        self.imap, self.imaps, self.pop3, self.pop3s = free_ports(4)
        self.auth = self.folder / "auth"
        """The socket where Postfix has logins checked."""
        self._write(certificate, key, introspection, mechanisms)
        self.start("dovecot", "-F", "-c", str(self.folder / "dovecot.conf"), port=self.pop3s)

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
