"""The door to identity providers (OAuth 2.0): the real one, and the one of `wlmail try`."""

from __future__ import annotations

from wlmail.language.failing import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from wlmail.mail.oauth import Grant
    from wlmail.runtime.doors import Clock, Console


class RealIdentity:
    """Signs in for real; what is given is kept for the next run (`wlmail.mail.tokens`)."""

    def __init__(self, console: Console, clock: Clock) -> None:
        self._console = console
        self._clock = clock

    def identify(self, grant: Grant, french: bool) -> dict[str, Any]:
        """A valid token (`wlmail.mail.oauth.Token`): the one kept, renewed when it has expired, or a new one.

        Raises SignInError.
        """
        from wlmail.mail import oauth, tokens

        kept = tokens.load(grant)
        if kept is not None:
            if kept.get("expires_at") is None or kept["expires_at"] > self._clock.now().timestamp() + 60:
                return kept
            if kept.get("refresh_token"):
                try:
                    return self.renew(grant, kept["refresh_token"])
                except oauth.SignInError as error:
                    notice = say(self._console, f"the token that was kept cannot be renewed: {error}")
                    self._console.err(f"notice: {notice}")
        if oauth.needs_person(grant) and not _somebody_reads():
            raise oauth.SignInError(
                "somebody has to sign in, and there is no terminal to say so; run the program once in a terminal"
                " (the token is kept), or give it a token with AuthImportToken"
            )
        return self._keep(grant, oauth.sign_in(grant, self._console.err, sleep=self._clock.sleep, french=french))

    def renew(self, grant: Grant, refresh_token: str) -> dict[str, Any]:
        """A token in place of an expired one. Raises SignInError."""
        from wlmail.mail import oauth

        return self._keep(grant, oauth.renewed(grant, refresh_token))

    def forget(self, grant: Grant) -> None:
        from wlmail.mail import tokens

        tokens.forget(grant)

    def expire(self, grant: Grant, access_token: str) -> None:
        """The token, if it is the one kept, is not given any more as it is: only renewed."""
        from wlmail.mail import tokens

        kept = tokens.load(grant)
        if kept is not None and kept["access_token"] == access_token:
            if kept.get("refresh_token"):
                self._keep(grant, {**kept, "expires_at": 0.0})
            else:
                tokens.forget(grant)

    def _keep(self, grant: Grant, token: dict[str, Any]) -> dict[str, Any]:
        from wlmail.mail import tokens

        try:
            tokens.keep(grant, token)
        except OSError as error:
            notice = say(self._console, f"the token cannot be kept for the next run: {error.strerror or error}")
            self._console.err(f"notice: {notice}")
        return token


def _somebody_reads() -> bool:
    import sys

    try:
        return sys.stderr is not None and sys.stderr.isatty()
    except ValueError:  # a closed stream
        return False


class CapturedIdentity:
    """Nobody signs in and nothing is kept: a stand-in, which the capture server takes, told on standard error."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._told = False

    def identify(self, grant: Grant, french: bool) -> dict[str, Any]:
        if not self._told:
            self._told = True
            told = (
                "tant que le courrier est capturé, personne ne s'identifie ; AuthIdentifie donne un jeton factice"
                if french
                else "while mails are captured nobody signs in; AuthIdentify gives a stand-in token"
            )
            self._console.err(f"notice: {told}")
        return {"access_token": "stand-in-while-captured", "refresh_token": "stand-in-while-captured"}

    def renew(self, grant: Grant, refresh_token: str) -> dict[str, Any]:
        return self.identify(grant, french=False)

    def forget(self, grant: Grant) -> None:
        pass

    def expire(self, grant: Grant, access_token: str) -> None:
        pass
