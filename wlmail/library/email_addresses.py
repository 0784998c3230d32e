"""EmailCheckAddress (email.md 3.4): by syntax, by the list of top-level domains, by the recipient's server."""

from __future__ import annotations

from wlmail.language.failing import say
from wlmail.language.registry import function
from wlmail.library.email_constants import (
    ADDRESS_ERROR,
    ADDRESS_INCORRECT,
    ADDRESS_REFUSED,
    ADDRESS_VALID,
    BY_SERVER,
    BY_STRICT_SYNTAX,
    BY_SYNTAX,
)
from wlmail.library.email_sessions import Sessions, failure
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

LONGEST_WAIT = 30.0
"""Seconds that a server is given for one answer about an address, where EmailSetTimeOut allows more."""


@function("EmailCheckAddress", "EmailVérifieAdresse", on_failure=ADDRESS_ERROR)
def check_address(run: Run, address: str, level: int = BY_SERVER) -> int:
    """Whether an address can be used: emailAddressValid, emailAddressIncorrectSyntax, …Refused or …Error.

    Levels: emailValidateSyntax, emailValidateSyntaxStrict (the top-level domain is known), emailValidateByServer, the
    default, which asks the recipient's server where `--allow-address-probe` is given; without it the syntax decides,
    with one notice on standard error. While mails are captured no server is asked: emailAddressError.
    Source: email.md 3.4.
    """
    from wlmail.mail.addresses import AddressError, check_for_use

    if level not in (BY_SERVER, BY_SYNTAX, BY_STRICT_SYNTAX):
        raise Failure(f"{level} is no level of validation")
    try:
        mailbox = check_for_use(address, known_domain=level == BY_STRICT_SYNTAX)
    except AddressError as error:
        return _answer(run, ADDRESS_INCORRECT, error.message)
    if level != BY_SERVER:
        return ADDRESS_VALID
    sessions = run.state(Sessions)
    if run.world.captured:
        raise Failure("while mails are captured, no server is asked about an address; check its syntax only")
    if not run.world.options.allow_address_probe:
        sessions.tell_once(
            run, "no server was asked about an address, only the syntax was checked; --allow-address-probe allows it"
        )
        return ADDRESS_VALID
    from wlmail.mail.failures import explain
    from wlmail.mail.smtp import MailError

    try:
        refusal = run.world.portal.probe(mailbox.address, min(sessions.timeout, LONGEST_WAIT))
    except MailError as error:
        raise failure(run, error) from None
    return ADDRESS_VALID if refusal is None else _answer(run, ADDRESS_REFUSED, explain(refusal, run.french))


def _answer(run: Run, result: int, reason: str) -> int:
    """The answer, with its reason in ErrorInfo; it is a result, not a failure."""
    name = "EmailVérifieAdresse" if run.french else "EmailCheckAddress"
    run.error.fail(name, Failure(say(run, reason)))
    run.error.clear()
    return result
