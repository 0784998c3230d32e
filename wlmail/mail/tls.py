"""Certificates: what is checked, what a program may leave out check by check, and the words for what failed.

Everything is checked by default (email.md 1.3, TL4). `ignore` may hold:

"issuer"      the certificate may come from anybody. Its name and dates are still checked: it is fetched first, and
              becomes the one trusted certificate of a second connection, which the standard library then verifies.
"name"        it may be made out to another host;
"expired"     its dates, and those of its chain, are not looked at (OpenSSL's X509_V_FLAG_NO_CHECK_TIME);
"revocation"  changes nothing: revocation lists are consulted only where the machine's configuration says so.
"""

from __future__ import annotations

import ssl
from collections.abc import Collection

_NO_CHECK_TIME = 0x200000
"""X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which the ssl module does not name."""
_EXPIRED = {9, 10}
_ISSUER = {2, 18, 19, 20, 21, 27}
_NAME = {62, 63, 64}


def new_context(ignore: Collection[str] = (), pinned: bytes | None = None) -> ssl.SSLContext:
    """A client's context with all checks but the ignored ones. `pinned` is a certificate (DER) to trust as it is.

    Takes tens of milliseconds: keep it.
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
    return context


def unchecked_context() -> ssl.SSLContext:
    """Checks nothing: to look at a certificate, or where every check is left out."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def checks_nothing(ignore: Collection[str]) -> bool:
    return {"issuer", "name", "expired"} <= set(ignore)


def explain(error: BaseException, host: str, port: int) -> str:
    """A sentence for a handshake that failed: the cause, and the remedy where there is a common one."""
    if isinstance(error, ssl.SSLCertVerificationError):
        code, detail = error.verify_code, error.verify_message.rstrip(".")
        if code in _EXPIRED:
            when = "is not valid yet" if code == 9 else "has expired"
            return f"The certificate of {host} {when}; the server needs a new one, or this machine the right date."
        if code in _NAME:
            return (
                f"The certificate of {host} is made out to another name ({detail});"
                " use the name that the certificate holds as the server's address."
            )
        if code in _ISSUER:
            return (
                f"The certificate of {host} comes from an issuer that is not trusted here ({detail});"
                " add the issuer's certificate to this machine's trusted ones (or name its file in SSL_CERT_FILE)."
            )
        return f"The certificate of {host} is refused: {detail or error.reason}."
    reason = str(getattr(error, "reason", "") or "")
    if "WRONG_VERSION_NUMBER" in reason or "HTTP_REQUEST" in reason or "RECORD_LAYER" in reason:
        return (
            f"{host} does not speak TLS on port {port}: port and security option disagree."
            " Port 465 is for TLS from the first byte, port 587 for STARTTLS."
        )
    if isinstance(error, ssl.SSLError) and reason and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return f"TLS with {host} failed: {reason.replace('_', ' ').lower()}."
    return f"{host} closed the connection while TLS was set up on port {port}; does it speak TLS there?"
