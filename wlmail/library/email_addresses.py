"""EmailCheckAddress (email.md 3.4). Asking the server of the recipient is not offered yet: the syntax decides."""

from __future__ import annotations

from wlmail.language.registry import function
from wlmail.library.email_constants import (
    ADDRESS_ERROR,
    ADDRESS_INCORRECT,
    ADDRESS_VALID,
    BY_SERVER,
    BY_STRICT_SYNTAX,
    BY_SYNTAX,
)
from wlmail.library.email_sessions import Sessions
from wlmail.runtime.errors import Failure
from wlmail.runtime.run import Run

_GENERIC = """
aero agency app archi art arpa asia associates audio auto bank bar beer berlin best bet bible bid bike bio biz blog
blue boats boutique brussels build builders business buzz bzh cab cafe camera camp capital car cards care careers casa
cash cat catering center church city claims clean click clinic clothing cloud club coach codes coffee com community
company computer consulting contact construction cool coop corsica country coupons courses credit cruises dance date
dating deals degree delivery democrat dental design dev diamonds diet digital direct directory discount doctor dog
domains earth eco edu education email energy engineer engineering enterprises equipment estate eus events exchange
expert express faith family fan farm fashion film finance financial fish fit fitness flights florist flowers football
forsale foundation frl fun fund furniture gal gallery game games garden gift gifts gives glass global gmbh gold golf
gov graphics gratis green group guide guru hamburg health healthcare help hockey holdings holiday homes horse hospital
host hosting hotel house how immo immobilien inc industries info ink institute insurance insure int international
investments irish istanbul jetzt jobs kaufen kim kitchen kiwi koeln land law lawyer lease legal life lighting limited
limo link live loan loans lol london love ltd luxury madrid management market marketing mba media memorial men menu
miami mil mobi moda moe mom money mortgage moscow movie museum name navy net network news ngo ninja nrw nyc observer
one ong online ooo org organic osaka page paris partners parts party pet pharmacy photo photography photos physio pics
pictures pink pizza place plumbing plus poker porn post press pro productions promo properties property pub quebec
realestate recipes red rehab reise reisen rent rentals repair report republican rest restaurant review reviews rip
rocks rugby ruhr run saarland sale salon sarl school science scot security services shoes shop shopping show singles
site ski soccer social software solar solutions space sport store stream studio study style supplies supply support
surf surgery swiss sydney systems tax taxi team tech technology tel tennis theater tickets tienda tips tires tirol
today tokyo tools top tours town toys trade trading training travel tube university uno vacations vegas ventures
versicherung vet viajes video villas vin vip vision vlaanderen vodka vote voyage wales watch web webcam website
wedding wien wiki win wine work works world wtf xxx xyz yoga yokohama zone
"""

TOP_LEVELS = frozenset(_GENERIC.split())
"""Top-level domains of more than two letters, for the strict level; two letters are a country."""


@function("EmailCheckAddress", "EmailVérifieAdresse", on_failure=ADDRESS_ERROR)
def check_address(run: Run, address: str, level: int = BY_SERVER) -> int:
    """Whether an address can be used: emailAddressValid, emailAddressIncorrectSyntax and others.

    Levels: emailValidateSyntax, emailValidateSyntaxStrict (the top-level domain is known), emailValidateByServer, the
    default, which for now judges the syntax and says so once on standard error. While mails are captured no server is
    asked: emailAddressError.
    Source: email.md 3.4.
    """
    from wlmail.mail.addresses import AddressError, parse_mailbox

    if level not in (BY_SERVER, BY_SYNTAX, BY_STRICT_SYNTAX):
        raise Failure(f"{level} is no level of validation")
    try:
        mailbox = parse_mailbox(address)
    except AddressError as error:
        return _incorrect(run, error.message)
    top = mailbox.domain.rpartition(".")[2].lower()
    if top == mailbox.domain.lower() or mailbox.domain.startswith("["):
        return _incorrect(run, f"the domain of {mailbox.address} has no dot")
    if level == BY_STRICT_SYNTAX and not (
        (len(top) == 2 and top.isalpha()) or top.startswith("xn--") or top in TOP_LEVELS
    ):
        return _incorrect(run, f"the top-level domain of {mailbox.address} is unknown")
    if level == BY_SERVER:
        if run.world.captured:
            raise Failure("while mails are captured, no server is asked about an address; check its syntax only")
        run.state(Sessions).tell_once(
            run, "asking the recipient's server about an address is not offered yet; only the syntax was checked"
        )
    return ADDRESS_VALID


def _incorrect(run: Run, reason: str) -> int:
    """The answer, with its reason in ErrorInfo; it is a result, not a failure."""
    name = "EmailVérifieAdresse" if run.french else "EmailCheckAddress"
    run.error.set(f"{name}: {reason}", function=name)
    run.error.clear()
    return ADDRESS_INCORRECT
