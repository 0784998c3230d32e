"""Certificates that messages are signed with: known, but signing is not offered (email.md 2.1, G19)."""

from __future__ import annotations

from wlmail.language.registry import recognised, record
from wlmail.runtime.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

NOT_OFFERED = "signing with a Certificate is not offered"


@record("Certificate", "Certificat", properties=())
class Certificate(Record):
    """A certificate. A message that has one is not sent: it would go unsigned. Its members are not known, any goes."""

    __slots__ = ("others",)
    ANY_MEMBER = True

    def __init__(self) -> None:
        self.others: dict[str, Any] = {}


# They give a certificate, not Null: a program that does not look at it sends nothing unsigned.
for _english, _french in (
    ("CertificateLoad", "CertificatCharge"),
    ("CertificateSelect", "CertificatSélectionne"),
):
    recognised(globals(), _english, _french, NOT_OFFERED, on_failure=Certificate, source="email.md 7, G19")
