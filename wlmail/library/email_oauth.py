"""OAuth 2.0 types and functions that e-mail programs use (email.md 5). Signing in itself is a door of the world."""

from __future__ import annotations

from wlmail.language.registry import Value, function, prop, record
from wlmail.runtime import kinds
from wlmail.runtime.dates import DateTime
from wlmail.runtime.errors import Failure, WLError
from wlmail.runtime.records import Record
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wlmail.mail.oauth import Grant

STRING = kinds.STRING

NOT_OFFERED = "this function of OAuth 2.0, which sending mail does not need, is not offered"


@record(
    "AuthToken",
    "AuthToken",
    properties=(
        prop("Valid", "Valide", "valid", kinds.BOOLEAN, read_only=True),
        prop("Value", "Valeur", "access_token", STRING, aliases=("AccessToken",)),
        prop("RefreshToken", "TokenRafraîchissement", "refresh_token", STRING),
        prop("ServerResponse", "RéponseServeur", "server_response", STRING),
        prop("ExpirationDate", "DateExpiration", "expiration_date", kinds.DATETIME),
    ),
    prefixes=("AUTH",),
)
class AuthToken(Record):
    """An access token. Empty it equals Null (email.md 5, OA2). `expires` is in seconds of Unix time, None: never.

    `grant` is what it was given for, which renewing it needs; Serialize leaves that out.
    """

    __slots__ = ("access_token", "expires", "grant", "refresh_token", "server_response")

    def __init__(self) -> None:
        self.access_token = self.refresh_token = self.server_response = ""
        self.expires: float | None = None
        self.grant: Grant | None = None

    @property
    def valid(self) -> bool:
        from time import time

        return bool(self.access_token) and (self.expires is None or time() < self.expires)

    @valid.setter
    def valid(self, value: bool) -> None:
        """It follows from the rest, also where a serialised token says otherwise."""

    @property
    def expiration_date(self) -> DateTime:
        """Local time; empty for a token that does not expire."""
        from time import localtime, strftime

        if self.expires is None:
            return DateTime("")
        return DateTime(strftime("%Y%m%d%H%M%S", localtime(self.expires)) + "000")

    @expiration_date.setter
    def expiration_date(self, value: DateTime) -> None:
        from time import mktime, strptime

        digits = value.digits
        self.expires = mktime(strptime(digits[:14], "%Y%m%d%H%M%S")) if digits else None

    def take(self, given: dict[str, Any]) -> None:
        """Becomes the token that the mail room gives (`wlmail.mail.oauth.Token`)."""
        self.access_token = given["access_token"]
        self.refresh_token = given.get("refresh_token", "")
        expires = given.get("expires_at")
        # Whole seconds: a token restored from a text is the same token.
        self.expires = None if expires is None else float(int(expires))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AuthToken):
            return NotImplemented
        mine, yours = ((t.access_token, t.refresh_token, t.expires) for t in (self, other))
        return mine == yours

    __hash__ = object.__hash__

    def is_null(self) -> bool:
        return not self.access_token

    def __repr__(self) -> str:
        state = "empty" if not self.access_token else "valid" if self.valid else "expired"
        return f"<AuthToken, {state}>"


AuthToken.MEMBERS["\0expires"] = ("expires", kinds.VARIANT)  # a copy expires at the same time
AuthToken.MEMBERS["\0grant"] = ("grant", kinds.VARIANT)

_CLIENT = (
    prop("ClientID", "ClientID", "client_id", STRING),
    prop("ClientSecret", "ClientSecret", "client_secret", STRING),
    prop("Scope", "Scope", "scope", STRING),
    prop("RedirectionURL", "URLRedirection", "redirection_url", STRING),
    prop("AdditionalParameters", "ParamètresSupplémentaires", "additional_parameters", STRING),
)


class _Parameters(Record):
    __slots__ = ("additional_parameters", "client_id", "client_secret", "redirection_url", "scope")

    def __init__(self) -> None:
        self.client_id = self.client_secret = self.scope = self.redirection_url = self.additional_parameters = ""

    def __repr__(self) -> str:
        return f"<{self.TYPE_NAME} of client {self.client_id!r}>"


@record(
    "OAuth2Parameters",
    "OAuth2Paramètres",
    properties=(
        *_CLIENT,
        prop("AuthURL", "URLAuth", "auth_url", STRING),
        prop("TokenURL", "URLToken", "token_url", STRING),
        prop("DeviceURL", "URLAppareil", "device_url", STRING),
        prop("ResponseType", "TypeRéponse", "response_type", kinds.INT4),
    ),
)
class OAuth2Parameters(_Parameters):
    """What AuthIdentify is asked with (email.md 5)."""

    __slots__ = ("auth_url", "device_url", "response_type", "token_url")

    def __init__(self) -> None:
        super().__init__()
        self.auth_url = self.token_url = self.device_url = ""
        self.response_type = 0


@record(
    "OpenIDParameters",
    "OpenIDParamètres",
    properties=(*_CLIENT, prop("ConfigurationURL", "URLConfiguration", "configuration_url", STRING)),
)
class OpenIDParameters(_Parameters):
    """The same for an OpenID provider (email.md 5)."""

    __slots__ = ("configuration_url",)

    def __init__(self) -> None:
        super().__init__()
        self.configuration_url = ""


@function("AuthImportToken", "AuthImporteToken", on_failure=AuthToken)
def import_token(run: Run, json: str, parameters: Value = None) -> AuthToken:
    """Makes an AuthToken of a JSON text that holds access_token, and refresh_token and expires_in if known.

    With OAuth2Parameters as well the token can be renewed.
    Source: email.md 5, OA4.
    """
    from json import loads

    from wlmail.mail.oauth import SignInError, checked

    try:
        given: Any = loads(json)
    except ValueError:
        raise Failure("the text is not JSON") from None
    token = AuthToken()
    try:
        token.take(checked(given if isinstance(given, dict) else {}))
    except SignInError as error:
        raise Failure(str(error).replace("the answer", "the JSON text")) from None
    if parameters is not None:
        token.grant = _grant(run, parameters)
    return token


@function("AuthIdentify", "AuthIdentifie", on_failure=AuthToken)
def identify(run: Run, parameters: Value, procedure: Value = None) -> AuthToken:
    """Asks the user to sign in and gives the token; a procedure is called with it.

    With a DeviceURL the user enters a code on any device, with an AuthURL a browser is used, with neither the program
    signs in by its ClientSecret. The token is kept in the user's data folder and renewed: the next run does not ask.
    Source: email.md 5, OA1.
    """
    from wlmail.mail.oauth import SignInError

    token = AuthToken()
    try:
        token.grant = _grant(run, parameters)
        token.take(run.world.identity.identify(token.grant, run.french))
    except SignInError as error:
        raise Failure(str(error)) from None
    if procedure is not None:
        from wlmail.runtime.calls import call_value

        call_value(procedure, token)
    return token


@function("AuthRefreshToken", "AuthRenouvelleToken", aliases=("AuthRafraîchitToken",), on_failure=False)
def refresh_token(run: Run, token: AuthToken, parameters: Value = None) -> bool:
    """Renews a token; a token that was restored from a text needs its OAuth2Parameters.

    Source: email.md 5.
    """
    if parameters is not None:
        token.grant = _grant(run, parameters)
    renew(run, token)
    return True


def renew(run: Run, token: AuthToken) -> None:
    """Raises Failure."""
    from wlmail.mail.oauth import SignInError

    if not token.refresh_token:
        if token.valid:
            raise Failure("the AuthToken holds no refresh token; sign in again with AuthIdentify")
        raise Failure("the AuthToken has expired and holds no refresh token; sign in again with AuthIdentify")
    if token.grant is None:
        if token.valid:
            raise Failure(
                "the AuthToken does not know its provider; renew it with AuthRefreshToken and its OAuth2Parameters"
            )
        raise Failure("the AuthToken has expired; renew it with AuthRefreshToken and its OAuth2Parameters")
    try:
        token.take(run.world.identity.renew(token.grant, token.refresh_token))
    except SignInError as error:
        raise Failure(f"the AuthToken cannot be renewed: {error}") from None


def access_token(run: Run, token: AuthToken) -> str:
    """What a session logs in with; "" for an empty token. An expired one is renewed once (OA3). Raises Failure."""
    if token.access_token and not token.valid:
        renew(run, token)
    return token.access_token


def expire(run: Run, token: AuthToken) -> None:
    """A server has refused the token: whoever uses it next has to renew it, AuthIdentify of the next run too."""
    token.expires = 0.0
    if token.grant is not None:
        run.world.identity.expire(token.grant, token.access_token)


def _grant(run: Run, parameters: Any) -> Grant:
    """Raises Failure, and SignInError for an OpenID provider that cannot be asked for its addresses."""
    from wlmail.mail.oauth import Grant, discovered

    if not isinstance(parameters, OAuth2Parameters | OpenIDParameters):
        raise WLError("OAuth2Parameters are expected here")
    if isinstance(parameters, OpenIDParameters) and run.world.captured:
        urls = dict.fromkeys(("auth_url", "token_url", "device_url"), parameters.configuration_url)
    elif isinstance(parameters, OpenIDParameters):
        urls = discovered(parameters.configuration_url)
        urls["device_url"] = ""  # a browser, unless the program names a device address itself
    else:
        urls = {name: getattr(parameters, name).strip() for name in ("auth_url", "token_url", "device_url")}
    return Grant(
        urls.pop("token_url"),
        parameters.client_id,
        parameters.client_secret,
        scope=parameters.scope,
        redirect_url=parameters.redirection_url,
        extra=parameters.additional_parameters,
        **urls,
    )


@function("AuthLogout", "AuthDéconnecte", on_failure=False)
def logout(run: Run, token: AuthToken) -> bool:
    """Forgets the token that AuthIdentify keeps: the next one asks again.

    Source: email.md 5.
    """
    if token.grant is not None:
        run.world.identity.forget(token.grant)
    token.access_token = token.refresh_token = ""
    return True


@function("AuthVerifyAuthentication", "AuthVérifieAuthentification", on_failure=False, because=NOT_OFFERED)
def verify_authentication(run: Run, *arguments: Value) -> bool:
    """Not offered: False and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_OFFERED)


@function("AuthGetUserInfo", "AuthRécupèreInfoUtilisateur", on_failure="", because=NOT_OFFERED)
def get_user_info(run: Run, *arguments: Value) -> str:
    """Not offered: "" and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_OFFERED)


@function("AuthIntrospectToken", "AuthIntrospecteToken", on_failure="", because=NOT_OFFERED)
def introspect_token(run: Run, *arguments: Value) -> str:
    """Not offered: "" and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_OFFERED)


@function("AuthRevokeToken", "AuthRévoqueToken", on_failure=False, because=NOT_OFFERED)
def revoke_token(run: Run, *arguments: Value) -> bool:
    """Not offered: False and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_OFFERED)
