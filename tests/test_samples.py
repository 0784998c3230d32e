"""Every sample does what the README promises: nothing is wrong with it, it sends mail, it ends with 0 without input."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.wl"))


def wlmail(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "wlmail", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_sample_sends_mail_and_ends_well(sample: Path, tmp_path: Path) -> None:
    done = wlmail("try", str(sample), "--save", str(tmp_path / "mails"))
    assert (done.returncode, "error" in done.stderr) == (0, False), done.stderr
    deliveries = json.loads((tmp_path / "mails" / "deliveries.json").read_text(encoding="utf-8"))["deliveries"]
    assert deliveries
    for delivery in deliveries:
        domains = [address.rpartition("@")[2] for address in [delivery["sender"], *delivery["recipients"]]]
        # Domains that nobody can own (RFC 2606): a sample sent by mistake reaches nobody.
        assert all(d.endswith((".test", "example.com", "example.org", "example.net")) for d in domains), domains


def test_check_finds_no_error_in_the_samples() -> None:
    """They look like the programs that are out there: passwords in the text, old names of constants."""
    done = wlmail("check", str(SAMPLES[0].parent), "--format", "json")
    found = json.loads(done.stdout)
    assert found["files"] == len(SAMPLES)
    assert {d["severity"] for d in found["diagnostics"]} <= {"info", "warning"}
    assert done.returncode == 0


def test_there_are_samples_in_both_languages() -> None:
    french = [path for path in SAMPLES if re.search(r" est une? |\bSI\b", path.read_text(encoding="utf-8"))]
    assert len(french) >= 5
    assert len(SAMPLES) - len(french) >= 5


EXPECTED = {
    "order_confirmation": [
        "Order 51007 confirmed",
        "From: The Corner Shop <shop@example.com>",
        "To: Renée Ångström <renee@example.com>",
        "Cc: orders@example.com",
        "Subject: Order 51007 confirmed – thank you, Renée Ångström!",
        'your order 51007 is "ready" [really]:',
        "3) Sugar, brown",
        "conditions.txt",
        "order.csv",
        "Server: smtp.example.com port 587, STARTTLS, user shop@example.com, login with password",
    ],
    "confirmation_commande": [
        "Subject: Votre commande n° 20418 est confirmée",
        "Bcc: archives@example.com (envelope only)",
        "3. 2 × Boîte à thé, décor « Été »",
        "Total : 58,60 €",
    ],
    "relance_factures": [
        "2 relances envoyées",
        "Pas d'adresse pour\tSans adresse",
        "Subject: Facture F-1041 : 26 jours de retard",
        "Reply-To: comptable@example.com",
        "d'un montant de 96,40 € reste impayée",
        "Subject: Relances du 31/01/2026 : 2",
    ],
    "lettre_information": ["4 lettres envoyées", "Bonjour chers amis,", "Server: smtp.example.com port 465, TLS"],
    "rapport_sauvegarde": ["Subject: Sauvegarde : 1 erreur(s)", "journal-été.txt", "Traitement terminé"],
    "rendez_vous": [
        "From: Cabinet médical, 1er étage <cabinet@example.com>",
        "Cc: secretariat@example.com",
        "Subject: Votre rendez-vous de demain, 9 h 45",
        "Bonjour M. Françoîs Dœuff,",
    ],
    "style_historique": ["Envoyé à\t2\tdestinataires", "M. Nuñez et M. Østergård", "conditions.txt"],
    "newsletter": ["3 sent, 1 refused"],
    "error_report": ["Job stopped at step: average", "Subject: Nightly job stopped: average"],
    "payment_reminder": ["Invoice 1012 can wait", "2 reminders sent", "Subject: SECOND REMINDER: invoice 0988"],
    "sales_report": ["Subject: Sales of 31/01/2026: 5165.75", "sales.csv"],
    "appointment": ["Refused, as it should be", "Server: smtp.example.com port 587, STARTTLS"],
}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_sample_shows(name: str) -> None:
    shown = wlmail("try", str(SAMPLES[0].parent / f"{name}.wl")).stdout
    missing = [text for text in EXPECTED[name] if text not in shown]
    assert not missing, shown
