"""A real Postfix on free ports of 127.0.0.1, with a configuration, a queue and a mailbox folder of its own.

Whatever is sent to `…@postfix.test` is delivered to a file, except to refused@postfix.test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from servers.daemon import PATIENCE, Daemon, daemons_path, free_ports, needs_root

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = postfix.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
local_recipient_maps =
relayhost =
default_transport = error:nothing leaves the tests
relay_transport = error:nothing leaves the tests
virtual_mailbox_domains = postfix.test
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_recipient_restrictions =
    check_recipient_access inline:{{ {{ refused@postfix.test = 550 5.1.1 nobody of that name }},
        {{ later@postfix.test = 451 4.7.1 Greylisting in action, please come back later }} }},
    permit_mynetworks, reject
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtputf8_enable = yes
message_size_limit = 20000000
"""

_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{tls_port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
{submission}cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""

_SUBMISSION = """\
127.0.0.1:{submission_port} inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_type=dovecot
  -o smtpd_sasl_path={auth}
  -o smtpd_sasl_security_options=noanonymous
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
127.0.0.1:{submissions_port} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_type=dovecot
  -o smtpd_sasl_path={auth}
  -o smtpd_sasl_security_options=noanonymous
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
"""


def why_not() -> str:
    """Why Postfix cannot be run here; "" when it can."""
    if shutil.which("postfix", path=daemons_path()) is None:
        return "Postfix is not installed (apt-get install postfix)"
    return needs_root("Postfix")


class Postfix(Daemon):
    """With `auth`, a socket of Dovecot's, there are ports for submission too: they want encryption and a login."""

    def __init__(self, certificate: Path, key: Path, auth: Path | None = None) -> None:
        super().__init__()
        self.port, self.tls_port, self.submission_port, self.submissions_port = free_ports(4)
        self._write(certificate, key, auth)
        self.start("postfix", "-c", str(self.folder / "conf"), "start-fg", port=self.tls_port)

    def delivered(self, count: int) -> list[bytes]:
        """The messages delivered since the last call, as stored (LF line ends), once there are `count` of them."""
        return self.delivered_to(self.folder / "mail" / "all" / "new", count)

    def end(self) -> None:
        subprocess.run(
            ["postfix", "-c", str(self.folder / "conf"), "stop"],
            env={**os.environ, "PATH": daemons_path()},
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )

    def _write(self, certificate: Path, key: Path, auth: Path | None) -> None:
        for name in ("conf", "queue", "data", "mail"):
            (self.folder / name).mkdir()
        for file in (certificate, key):
            shutil.copy(file, self.folder / "conf" / file.name)
        import pwd  # not on Windows, where this module is imported all the same

        owner, nobody = pwd.getpwnam("postfix"), pwd.getpwnam("nobody")
        os.chown(self.folder / "data", owner.pw_uid, owner.pw_gid)
        os.chown(self.folder / "mail", nobody.pw_uid, nobody.pw_gid)
        facts = {
            "folder": self.folder,
            "uid": nobody.pw_uid,
            "gid": nobody.pw_gid,
            "certificate": self.folder / "conf" / certificate.name,
            "key": self.folder / "conf" / key.name,
            "port": self.port,
            "tls_port": self.tls_port,
            "submission": "",
        }
        if auth is not None:
            ports = {"submission_port": self.submission_port, "submissions_port": self.submissions_port}
            facts["submission"] = _SUBMISSION.format(auth=auth, **ports)
        (self.folder / "conf" / "main.cf").write_text(_MAIN.format_map(facts))
        (self.folder / "conf" / "master.cf").write_text(_MASTER.format_map(facts))
