"""Certificates of the tests' own authority, good and bad, made by trustme."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class Certificates:
    """An authority that the client under test trusts (through SSL_CERT_FILE), and server contexts of every kind."""

    def __init__(self, folder: Path) -> None:
        self.authority = trustme.CA()
        self.stranger = trustme.CA(organization_name="nobody knows")
        self.bundle = folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(self.bundle))
        self.folder = folder
        self._serials: dict[int, list[int]] = {}

    def good(self) -> ssl.SSLContext:
        return self._context(self.authority.issue_cert("localhost", "127.0.0.1"))

    def other_name(self) -> ssl.SSLContext:
        return self._context(self.authority.issue_cert("elsewhere.example"))

    def expired(self) -> ssl.SSLContext:
        return self._context(
            self.authority.issue_cert("localhost", "127.0.0.1", not_after=yesterday(), not_before=last_year())
        )

    def revoked(self) -> ssl.SSLContext:
        """Issued, and then named in the list of its authority (`revocations`)."""
        return self._context(self._revoked(self.authority))

    def unknown_issuer_and_revoked(self) -> ssl.SSLContext:
        return self._context(self._revoked(self.stranger))

    def revocations(self, *, days: int = 30, der: bool = False) -> Path:
        """A file with the lists of both authorities (PEM), or that of the first (DER), valid for so many days."""
        lists = [self._list(authority, days) for authority in (self.authority, self.stranger)]
        encoding = serialization.Encoding.DER if der else serialization.Encoding.PEM
        path = self.folder / f"revoked.{'der' if der else 'pem'}"
        path.write_bytes(b"".join(made.public_bytes(encoding) for made in lists[: 1 if der else 2]))
        return path

    def _revoked(self, authority: trustme.CA) -> trustme.LeafCert:
        leaf = authority.issue_cert("localhost", "127.0.0.1")
        pem = leaf.cert_chain_pems[0].bytes()
        self._serials.setdefault(id(authority), []).append(x509.load_pem_x509_certificate(pem).serial_number)
        return leaf

    def _list(self, authority: trustme.CA, days: int) -> x509.CertificateRevocationList:
        now = datetime.now(UTC)
        certificate = x509.load_pem_x509_certificate(authority.cert_pem.bytes())
        key = serialization.load_pem_private_key(authority.private_key_pem.bytes(), None)
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(certificate.subject)
            .last_update(now - timedelta(days=40))
            .next_update(now + timedelta(days=days))
        )
        for serial in self._serials.get(id(authority), []):
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now - timedelta(days=2)).build()
            )
        return builder.sign(key, hashes.SHA256())  # type: ignore[arg-type]

    def unknown_issuer(self) -> ssl.SSLContext:
        return self._context(self.stranger.issue_cert("localhost", "127.0.0.1"))

    def unknown_issuer_and_name(self) -> ssl.SSLContext:
        return self._context(self.stranger.issue_cert("elsewhere.example"))

    def unknown_issuer_and_expired(self) -> ssl.SSLContext:
        return self._context(
            self.stranger.issue_cert("localhost", "127.0.0.1", not_after=yesterday(), not_before=last_year())
        )

    def self_signed(self) -> ssl.SSLContext:
        """A certificate that signed itself, as installers of mail servers make them."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .sign(key, hashes.SHA256())
        )
        path = self.folder / "self.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            + certificate.public_bytes(serialization.Encoding.PEM)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def write(self, folder: Path) -> tuple[Path, Path]:
        """Certificate and key of a good server, as files."""
        leaf = self.authority.issue_cert("localhost", "127.0.0.1")
        chain, key = folder / "server.pem", folder / "server.key"
        leaf.cert_chain_pems[0].write_to_path(str(chain))
        leaf.private_key_pem.write_to_path(str(key))
        return chain, key

    def _context(self, leaf: trustme.LeafCert) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf.configure_cert(context)
        return context


def yesterday() -> datetime:
    return datetime.now(UTC) - timedelta(days=1)


def last_year() -> datetime:
    return datetime.now(UTC) - timedelta(days=365)
