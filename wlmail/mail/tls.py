"""Certificates: what is checked, what a program may leave out check by check, and the words for what failed.

Everything is checked by default (email.md 1.3, TL4). `Settings.ignore` may hold:

"issuer"      the certificate may come from anybody. Its name and dates are still checked: it is fetched first, and
              becomes the one trusted certificate of a second connection, which the standard library then verifies.
"name"        it may be made out to another host;
"expired"     its dates, and those of its chain, are not looked at (OpenSSL's X509_V_FLAG_NO_CHECK_TIME);
"revocation"  it may have been revoked. That is looked up only where `Settings.crl` names a file of lists.
"""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from wlmail.mail.failures import failed

if TYPE_CHECKING:
    from collections.abc import Collection

    from wlmail.mail.smtp import MailError, Settings

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which the ssl module does not name."""
_CHECKS = {
    9: "certificate-not-yet-valid",
    10: "certificate-expired",
    **dict.fromkeys((2, 18, 19, 20, 21, 27), "certificate-issuer"),
    **dict.fromkeys((62, 63, 64), "certificate-name"),
    **dict.fromkeys((3, 4, 6, 8, 11, 12, 33, 44, 54), "revocation-unknown"),
    23: "certificate-revoked",
}
"""OpenSSL's verification errors (X509_V_ERR_…) by the check that failed."""


class Checks:
    """What to check of one server's certificate. With `wants_certificate`, `look_at` it before asking for a context."""

    def __init__(self, settings: Settings) -> None:
        self._host = settings.host
        self._ignore = frozenset(settings.ignore)
        self._crl = "" if "revocation" in self._ignore else settings.crl
        self._none = {"issuer", "name", "expired"} <= self._ignore
        self.wants_certificate = "issuer" in self._ignore and not (self._none and not self._crl)
        self._pinned: bytes | None = None

    def look_at(self, certificate: bytes) -> None:
        """Takes the certificate (DER) that the server shows as trusted. Raises MailError when it has been revoked."""
        if self._crl and _is_listed(certificate, self._crl):
            raise failed("certificate-revoked", phase="tls", facts={"host": self._host})
        self._pinned = certificate

    def context(self, kept: dict[object, ssl.SSLContext]) -> ssl.SSLContext:
        """The context for connections, one for all that check the same; `kept` holds them. Raises MailError."""
        if self._none:
            # Revocation has been looked up in `look_at`, if at all.
            return kept.setdefault("nothing", unchecked_context())
        crl = "" if self._pinned is not None else self._crl
        key = (self._ignore, self._pinned, crl)
        if key not in kept:
            kept[key] = new_context(self._ignore, self._pinned, crl)
        return kept[key]


def new_context(ignore: Collection[str] = (), pinned: bytes | None = None, crl: str = "") -> ssl.SSLContext:
    """A client's context with all checks but the ignored ones. `pinned` is a certificate (DER) to trust as it is.

    Takes tens of milliseconds: keep it. Raises MailError for a list that cannot be read.
    """
    context = ssl.create_default_context()
    if pinned is not None:
        context.load_verify_locations(cadata=pinned)
        context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
        # What nobody has issued properly need not have the form that issuers must keep to.
        context.verify_flags &= ~ssl.VerifyFlags.VERIFY_X509_STRICT
    if "name" in ignore:
        context.check_hostname = False
    if "expired" in ignore:
        context.verify_flags |= _NO_CHECK_TIME
    if crl:
        _load_lists(context, crl)
        context.verify_flags |= ssl.VerifyFlags.VERIFY_CRL_CHECK_LEAF
    return context


def unchecked_context() -> ssl.SSLContext:
    """Checks nothing: to look at a certificate, or where every check is left out."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _load_lists(context: ssl.SSLContext, crl: str) -> None:
    import os
    import tempfile

    lists = _lists(crl)
    # OpenSSL reads lists from PEM files only.
    descriptor, name = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(lists)
        context.load_verify_locations(name)
    except ssl.SSLError as error:
        raise _unreadable(crl, error.reason or str(error)) from None
    finally:
        os.unlink(name)


def _lists(crl: str) -> bytes:
    """The file's lists in PEM form. Raises MailError."""
    try:
        with open(crl, "rb") as file:
            data = file.read()
    except OSError as error:
        raise _unreadable(crl, error.strerror or str(error)) from None
    if b"-----BEGIN X509 CRL-----" in data:
        return data
    if data[:1] != b"\x30":  # what every DER list begins with
        raise _unreadable(crl, "it holds no certificate revocation list")
    from base64 import encodebytes

    return b"-----BEGIN X509 CRL-----\n" + encodebytes(data) + b"-----END X509 CRL-----\n"


def _is_listed(certificate: bytes, crl: str) -> bool:
    """Whether the issuer's list, unsigned as far as anybody here can tell, names a certificate (DER)."""
    from cryptography import x509

    leaf = x509.load_der_x509_certificate(certificate)
    end = b"-----END X509 CRL-----"
    for text in _lists(crl).split(end)[:-1]:
        try:
            revoked = x509.load_pem_x509_crl(text[text.index(b"-----BEGIN X509 CRL-----") :] + end + b"\n")
        except ValueError as error:
            raise _unreadable(crl, str(error)) from None
        if (
            revoked.issuer == leaf.issuer
            and revoked.get_revoked_certificate_by_serial_number(leaf.serial_number) is not None
        ):
            return True
    return False


def _unreadable(crl: str, reason: str) -> MailError:
    return failed("list-unreadable", phase="tls", facts={"file": crl, "reason": reason})


def explain(error: BaseException, host: str, port: int) -> MailError:
    """A handshake that failed: which check, or what else, and the remedy where there is a common one."""
    facts: dict[str, object] = {"host": host, "port": port}
    if isinstance(error, ssl.SSLCertVerificationError):
        facts["detail"] = error.verify_message.rstrip(".") or error.reason
        return failed(_CHECKS.get(error.verify_code, "certificate-refused"), phase="tls", facts=facts)
    reason = str(getattr(error, "reason", "") or "")
    if "WRONG_VERSION_NUMBER" in reason or "HTTP_REQUEST" in reason or "RECORD_LAYER" in reason:
        return failed("not-tls", phase="tls", facts=facts)
    if isinstance(error, ssl.SSLError) and reason and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        facts["reason"] = reason.replace("_", " ").lower()
        return failed("tls-failed", phase="tls", facts=facts)
    return failed("tls-closed", phase="tls", facts=facts)
