"""What other libraries and languages call the things of mail, and what they are called here: for hints."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from wlmail.language import registry
from wlmail.language.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping

_Here = TypeVar("_Here")

# Type → its property: the words of others.
PROPERTIES: dict[str, dict[str, str]] = {
    "Email": {
        "Message": "body corps text texte content contenu",
        "HTML": "HTMLBody BodyHTML corpsHTML messageHTML HTMLMessage",
        "Sender": "from de émetteur exp",
        "SenderAddress": "replyTo répondreÀ réponseÀ",
        "Recipient": "to à dest pour adresse address",
        "Subject": "objet titre title",
        "Cc": "copie copies copy carbonCopy",
        "Bcc": "copieCachée copiesCachées blindCopy cco",
        "Attach": "pièceJointe piècesJointes fichierJoint fichiersJoints pj attachment attachments file files fichier",
        "Priority": "importance urgent",
    },
    "emailSMTPSession": {
        "ServerAddress": "server serveur host hôte SMTP SMTPServer serveurSMTP adresse address nomServeur serverName",
        "Name": "user username login utilisateur nomUtilisateur identifiant compte",
        "Password": "pass pwd passe mdp passwd",
        "Option": "TLS SSL startTLS security sécurité encryption cryptage options secure sécurisé protocol protocole",
        "AuthToken": "token jeton",
        "Asynchronous": "async",
    },
}  # fmt: skip
# Type → what its methods of others are here, in English and French (`{}` is what stands before the dot): their words.
METHODS: dict[str, dict[tuple[str, str], str]] = {
    "Email": {
        ("EmailSendMessage(…, {})", "EmailEnvoieMessage(…, {})"): "envoyer expédie expédier",
        ("Add({}.Recipient, …)", "Ajoute({}.Destinataire, …)"): "addRecipient addTo ajouteDestinataire",
        ("EmailLoadAttachedFile({}, …)", "EmailChargeFichierAttaché({}, …)"):
            "addAttachment addFile attachFile ajouteFichier ajoutePièceJointe ajouteAttache ajouterPièceJointe",
    },
    "emailSMTPSession": {
        ("EmailStartSession({})", "EmailOuvreSession({})"): "open start connect ouvre ouvrir connecte connecter",
        ("EmailCloseSession({})", "EmailFermeSession({})"): "close disconnect quit ferme fermer déconnecte déconnecter",
        ("EmailSendMessage({}, …)", "EmailEnvoieMessage({}, …)"): "send sendMail sendEmail envoie envoyer envoi",
    },
}  # fmt: skip
# Function: the words of others.
FUNCTIONS = {
    "EmailSendMessage":
        "sendMail sendEmail mailSend sendMessage mail envoieMail envoieEmail envoyerMail envoyerEmail envoieMessage",
    "EmailStartSession": "emailConnect emailConnecte emailOpen emailOuvre SMTPConnect SMTPConnecte",
    "EmailCloseSession": "emailClose emailFerme emailDisconnect emailDéconnecte",
    "EmailLoadAttachedFile": "emailAddAttachment emailAjouteAttache emailAjoutePièceJointe emailAttache emailAddFile",
    "Info": "msgBox messageBox alert alerte",
    "Trace": "print echo writeLine writeln affiche afficher debug",
    "Length": "len strlen longueur",
    "ErrorInfo": "errorMessage lastError dernièreErreur messageErreur",
}  # fmt: skip
# Constant: the words of others.
CONSTANTS = {
    "optionTLS": "emailOptionSSL emailOptionTLS emailSSL emailTLS",
    "emailProtocolSMTPS": "emailOptionStartTLS emailStartTLS optionStartTLS",
    "emailPending": "emailEnCours emailSending emailInProgress emailWaiting emailAttente",
    "emailSent": "emailOK emailDelivered emailRéussi",
    "emailError": "emailFailed emailÉchec emailNotSent emailNonEnvoyé",
}


def property_meant(entry: registry.AdvancedType | None, word: str, french: bool) -> str:
    """The property of a type that others call `word`; "" when there is none."""
    english = _meant(PROPERTIES.get(entry.english, {}), word) if entry is not None else None
    found = _spelled(entry.properties.get(fold(english)), french) if entry is not None and english else ""
    if english == "Option" and fold(word) != "OPTIONS":
        by_command = _spelled(registry.CONSTANTS["EMAILPROTOCOLSMTPS"], french)
        return f"{found} = optionTLS (port 465), {found} = {by_command} (port 587)"
    return found


def call_meant(entry: registry.AdvancedType | None, word: str, target: str, french: bool) -> str:
    """The call that `target.word(…)` of others is here; "" when there is none."""
    found = _meant(METHODS.get(entry.english, {}), word) if entry is not None else None
    return found[french].format(target) if found else ""


def function_meant(word: str, french: bool) -> str:
    """The function that others call `word`; "" when there is none."""
    english = _meant(FUNCTIONS, word)
    return _spelled(registry.FUNCTIONS.get(fold(english)), french) if english else ""


def constant_meant(word: str, french: bool) -> str:
    """The constant that others call `word`; "" when there is none."""
    english = _meant(CONSTANTS, word)
    return _spelled(registry.CONSTANTS.get(fold(english)), french) if english else ""


def _meant(table: Mapping[_Here, str], word: str) -> _Here | None:
    return next((here for here, words in table.items() if fold(word) in fold(words).split()), None)


def _spelled(entry: registry.Property | registry.Function | registry.Constant | None, french: bool) -> str:
    return "" if entry is None else entry.french if french else entry.english
