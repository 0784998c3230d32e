"""What failed, in the words of a catalogue kept as data (`failures.toml`): cause and remedy, in English and French.

`failed` makes the error; `explain` tells it whole. Nothing here is loaded before something has failed.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from wlmail.mail.smtp import MailError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wlmail.mail.replies import WireError

_ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")


@cache
def catalogue() -> Mapping[str, Any]:
    import tomllib
    from pathlib import Path

    return tomllib.loads(Path(__file__).with_name("failures.toml").read_text(encoding="utf-8"))


def failed(
    kind: str, *, phase: str, code: int | None = None, reply: str = "", facts: Mapping[str, object] | None = None
) -> MailError:
    """An error of a kind that the catalogue has (`[told.KIND]`); `facts` fill its sentence.

    `{answer}` is code and reply. The message of the error is English; `explain` knows both languages.
    """
    answer = f"{'' if code is None else code} {reply}".strip().rstrip(" .")
    error = MailError("", phase=phase, code=code, reply=reply, kind=kind, facts={"answer": answer, **(facts or {})})
    error.message = " ".join(filter(None, (_told(error, "en"), _remedy(error, "en"))))
    error.args = (error.message,)
    return error


def explain(error: MailError, french: bool = False) -> str:
    """The whole story in one paragraph: what failed with the server's words, the phase, the cause, and what to do."""
    language = "fr" if french else "en"
    colon = "\N{NO-BREAK SPACE}: " if french else ": "
    text = _told(error, language) if error.kind else error.message
    if error.reply and error.reply.rstrip(" .") not in text:
        said = "le serveur a répondu" if french else "the server answered"
        answer = error.reply if error.code is None else f"{error.code} {error.reply}"
        text += f" ({said}{colon}{answer})"
    elif error.code and str(error.code) not in text:
        text += f" (code {error.code})"
    text = text if text.endswith((".", "?")) else text.rstrip() + "."
    phase = phase_told(error, french)
    if phase:
        text += f" {'Étape' if french else 'Phase'}{colon}{phase}."
    for name, told in zip(
        ("Cause", "Remède" if french else "Remedy"), (cause(error, language), _remedy(error, language)), strict=True
    ):
        if told:
            text += f" {name}{colon}{told}"
    return text


def phase_told(error: MailError, french: bool) -> str:
    """What was under way; "" when it does not say."""
    return str(catalogue()["phase"].get(error.phase, {}).get("fr" if french else "en", ""))


def enhanced_code(reply: str) -> str:
    """The enhanced status code of a reply (RFC 3463), such as 5.7.8; "" when it has none."""
    found = _ENHANCED.match(reply.lstrip())
    return found.group(1) if found else ""


def cause(error: MailError, language: str) -> str:
    found = _entry(error)
    return str(found["cause"][language]) if found else ""


def _remedy(error: MailError, language: str) -> str:
    told = catalogue()["told"].get(error.kind, {})
    found = told if "remedy" in told else _entry(error) or {}
    return str(found["remedy"][language]) if "remedy" in found else ""


def _told(error: MailError, language: str) -> str:
    return str(catalogue()["told"][error.kind][language].format_map(error.facts))


def _entry(error: MailError) -> Mapping[str, Any] | None:
    """What the catalogue has on the server's answer."""
    if not error.reply and error.code is None:
        return None
    return next((entry for entry in catalogue()["reply"] if _holds(entry, error)), None)


def _holds(entry: Mapping[str, Any], error: MailError) -> bool:
    enhanced = entry.get("enhanced", "")
    told = enhanced_code(error.reply)
    return (
        error.code in entry.get("code", (error.code,))
        and error.phase in entry.get("phase", (error.phase,))
        and error.facts.get("login") == entry.get("login", error.facts.get("login"))
        and (not enhanced or told == enhanced or (enhanced.endswith(".") and told.startswith(enhanced)))
        and ("text" not in entry or re.search(entry["text"], error.reply, re.IGNORECASE) is not None)
    )


def broken(error: WireError) -> dict[str, str]:
    """The facts `what` and `what_fr`: how a conversation ended, a text that continues "the server …"."""
    from wlmail.mail.replies import CutOff, Garbage, Late, Silence

    if isinstance(error, Silence):
        french = str(error).replace("was silent for", "est resté muet pendant").replace("seconds", "secondes")
    elif isinstance(error, Late):
        french = (
            str(error).replace("had not finished after", "n'avait pas fini au bout de").replace("seconds", "secondes")
        )
    elif isinstance(error, CutOff):
        french = str(error).replace("was not waited for any longer", "n'a plus été attendu")
    elif isinstance(error, Garbage):
        french = "a envoyé autre chose qu'une réponse"
    else:
        french = "a fermé la connexion"
        words = str(error).partition("(")[2]
        if words:
            french += f" ({words}"
    return {"what": str(error), "what_fr": french}
