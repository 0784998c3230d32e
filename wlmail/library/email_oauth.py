"""OAuth 2.0 types and functions that e-mail programs use (email.md 5). Only a token given as JSON works so far."""

from __future__ import annotations

from wlmail.language.registry import Value, function, prop, record
from wlmail.runtime import kinds
from wlmail.runtime.errors import Failure
from wlmail.runtime.records import Record
from wlmail.runtime.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STRING = kinds.STRING

NOT_YET = (
    "signing in by OAuth 2.0 is not offered yet; use a password, or an access token that you have, with AuthImportToken"
)


@record(
    "AuthToken",
    "AuthToken",
    properties=(
        prop("Valid", "Valide", "valid", kinds.BOOLEAN, read_only=True),
        prop("Value", "Valeur", "access_token", STRING, aliases=("AccessToken",)),
        prop("RefreshToken", "TokenRafraîchissement", "refresh_token", STRING),
        prop("ServerResponse", "RéponseServeur", "server_response", STRING),
    ),
    prefixes=("AUTH",),
)
class AuthToken(Record):
    """An access token. Empty it equals Null (email.md 5, OA2). `expires` is in seconds of Unix time, None: never."""

    __slots__ = ("access_token", "expires", "refresh_token", "server_response")

    def __init__(self) -> None:
        self.access_token = self.refresh_token = self.server_response = ""
        self.expires: float | None = None

    @property
    def valid(self) -> bool:
        from time import time

        return bool(self.access_token) and (self.expires is None or time() < self.expires)

    def is_null(self) -> bool:
        return not self.access_token

    def __repr__(self) -> str:
        state = "empty" if not self.access_token else "valid" if self.valid else "expired"
        return f"<AuthToken, {state}>"


AuthToken.MEMBERS["\0expires"] = ("expires", kinds.VARIANT)  # a copy expires at the same time

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
        prop("ResponseType", "TypeRéponse", "response_type", kinds.INT4),
    ),
)
class OAuth2Parameters(_Parameters):
    """What AuthIdentify is asked with (email.md 5)."""

    __slots__ = ("auth_url", "response_type", "token_url")

    def __init__(self) -> None:
        super().__init__()
        self.auth_url = self.token_url = ""
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
def import_token(run: Run, json: str) -> AuthToken:
    """Makes an AuthToken of a JSON text that holds access_token, and refresh_token and expires_in if known.

    Source: email.md 5, OA4.
    """
    from json import loads
    from time import time

    try:
        given: Any = loads(json)
    except ValueError:
        raise Failure("the text is not JSON") from None
    access = given.get("access_token") if isinstance(given, dict) else None
    if not isinstance(access, str) or not access:
        raise Failure("the JSON text holds no access_token")
    if any(c.isspace() or not c.isprintable() for c in access):
        raise Failure("the access_token holds characters that no token can have")
    token = AuthToken()
    token.access_token = access
    token.refresh_token = str(given.get("refresh_token") or "")
    lifetime = given.get("expires_in")
    if isinstance(lifetime, int | float | str) and str(lifetime).strip():
        try:
            token.expires = time() + float(lifetime)
        except (ValueError, OverflowError):
            raise Failure("expires_in is not a number of seconds") from None
    return token


@function("AuthIdentify", "AuthIdentifie", on_failure=AuthToken, because=NOT_YET)
def identify(run: Run, parameters: Value, procedure: Value = None) -> AuthToken:
    """Asks the user to sign in and gives the token: not offered yet, the token is empty and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_YET)


@function(
    "AuthRefreshToken", "AuthRenouvelleToken", aliases=("AuthRafraîchitToken",), on_failure=False, because=NOT_YET
)
def refresh_token(run: Run, token: AuthToken) -> bool:
    """Renews a token that has expired: not offered yet, False and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_YET)


@function("AuthVerifyAuthentication", "AuthVérifieAuthentification", on_failure=False, because=NOT_YET)
def verify_authentication(run: Run, *arguments: Value) -> bool:
    """Not offered yet: False and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_YET)


@function("AuthGetUserInfo", "AuthRécupèreInfoUtilisateur", on_failure="", because=NOT_YET)
def get_user_info(run: Run, *arguments: Value) -> str:
    """Not offered yet: "" and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_YET)


@function("AuthIntrospectToken", "AuthIntrospecteToken", on_failure="", because=NOT_YET)
def introspect_token(run: Run, *arguments: Value) -> str:
    """Not offered yet: "" and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_YET)


@function("AuthLogout", "AuthDéconnecte", on_failure=False, because=NOT_YET)
def logout(run: Run, *arguments: Value) -> bool:
    """Not offered yet: False and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_YET)


@function("AuthRevokeToken", "AuthRévoqueToken", on_failure=False, because=NOT_YET)
def revoke_token(run: Run, *arguments: Value) -> bool:
    """Not offered yet: False and ErrorInfo tells.

    Source: email.md 5.
    """
    raise Failure(NOT_YET)
