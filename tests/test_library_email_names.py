"""Every name of the e-mail family in its spellings, and what is known but not offered."""

from __future__ import annotations

from typing import Any

import pytest
from fake_portal import run as run
from fake_portal import world as world
from mailing import call

from wlmail.language import registry
from wlmail.language.names import fold
from wlmail.library.email import Email, EmailStructure
from wlmail.library.email_oauth import AuthToken
from wlmail.runtime.dynamic import member, set_member
from wlmail.runtime.run import Run

# --- Names -----------------------------------------------------------------------------------------------------------

PROPERTIES = [
    ("emailSMTPSession", "emailSessionSMTP", "Asynchronous", "Asynchrone"),
    ("emailSMTPSession", "emailSessionSMTP", "AuthToken", "AuthToken"),
    ("emailSMTPSession", "emailSessionSMTP", "IgnoreError", "IgnoreErreur"),
    ("emailSMTPSession", "emailSessionSMTP", "Name", "Nom"),
    ("emailSMTPSession", "emailSessionSMTP", "Option", "Option"),
    ("emailSMTPSession", "emailSessionSMTP", "Password", "MotDePasse"),
    ("emailSMTPSession", "emailSessionSMTP", "Port", "Port"),
    ("emailSMTPSession", "emailSessionSMTP", "ServerAddress", "AdresseServeur"),
    ("emailPOP3Session", "emailSessionPOP3", "ServerAddress", "AdresseServeur"),
    ("emailIMAPSession", "emailSessionIMAP", "Option", "Option"),
    ("emailOutlookSession", "emailSessionOutlook", "Name", "Nom"),
    ("emailNotesSession", "emailSessionNotes", "Password", "MotDePasse"),
    ("Email", "Email", "Sender", "Expéditeur"),
    ("Email", "Email", "SenderAddress", "AdresseExpéditeur"),
    ("Email", "Email", "Recipient", "Destinataire"),
    ("Email", "Email", "Cc", "Cc"),
    ("Email", "Email", "Bcc", "Cci"),
    ("Email", "Email", "Subject", "Sujet"),
    ("Email", "Email", "Message", "Message"),
    ("Email", "Email", "HTML", "HTML"),
    ("Email", "Email", "Attach", "Attache"),
    ("Email", "Email", "Header", "Entête"),
    ("Email", "Email", "MessageID", "MessageID"),
    ("Email", "Email", "Reference", "Référence"),
    ("Email", "Email", "Source", "Source"),
    ("Email", "Email", "PlainText", "TexteBrut"),
    ("Email", "Email", "Out", "EnDehors"),
    ("Email", "Email", "ID", "ID"),
    ("Email", "Email", "AsynchronousEmailIdentifier", "IdentifiantEmailAsynchrone"),
    ("Email", "Email", "DispositionNotification", "ConfirmationLecture"),
    ("Email", "Email", "ReturnReceipt", "AccuséRéception"),
    ("Email", "Email", "Priority", "Priorité"),
    ("Email", "Email", "Confidentiality", "Confidentialité"),
    ("Email", "Email", "ReceptionDate", "DateRéception"),
    ("Email", "Email", "ReceiveDate", "DateRéception"),
    ("Email", "Email", "SendDate", "DateEnvoi"),
    ("Email", "Email", "Certificate", "Certificat"),
    ("emailAttach", "emailAttache", "Name", "Nom"),
    ("emailAttach", "emailAttache", "Content", "Contenu"),
    ("emailAttach", "emailAttache", "ContentType", "ContentType"),
    ("emailAttach", "emailAttache", "ContentDescription", "ContentDescription"),
    ("emailAttach", "emailAttache", "Identifier", "Identifiant"),
    ("emailHeader", "emailEntête", "Name", "Nom"),
    ("emailHeader", "emailEntête", "Value", "Valeur"),
    ("AuthToken", "AuthToken", "Valid", "Valide"),
    ("OAuth2Parameters", "OAuth2Paramètres", "ClientID", "ClientID"),
    ("OAuth2Parameters", "OAuth2Paramètres", "ClientSecret", "ClientSecret"),
    ("OAuth2Parameters", "OAuth2Paramètres", "AuthURL", "URLAuth"),
    ("OAuth2Parameters", "OAuth2Paramètres", "TokenURL", "URLToken"),
    ("OAuth2Parameters", "OAuth2Paramètres", "Scope", "Scope"),
    ("OAuth2Parameters", "OAuth2Paramètres", "RedirectionURL", "URLRedirection"),
    ("OAuth2Parameters", "OAuth2Paramètres", "AdditionalParameters", "ParamètresSupplémentaires"),
    ("OpenIDParameters", "OpenIDParamètres", "ConfigurationURL", "URLConfiguration"),
]


@pytest.mark.parametrize(("english_type", "french_type", "english", "french"), PROPERTIES)
def test_property_in_its_spellings(english_type: str, french_type: str, english: str, french: str) -> None:
    entry = registry.TYPES[fold(english_type)]
    assert registry.TYPES[fold(french_type)] is entry
    found = entry.properties[fold(english)]
    assert entry.properties[fold(french)] is found
    value = entry.record()
    current = member(value, english)
    assert member(value, french.upper()) is current or member(value, french.upper()) == current
    if not found.read_only and found.kind.family in ("text", "integer", "boolean"):
        set_member(value, french, 1)
        assert member(value, english) == found.kind.convert(1)


STRUCTURE = [
    ("NbRecipient", "NbDestinataire"),
    ("NbCc", "NbCc"),
    ("NbBcc", "NbCci"),
    ("NbAttach", "NbAttache"),
    ("AttachIdentifier", "IdentifiantAttache"),
    ("MailIdentifier", "IdentifiantMail"),
    ("Error", "Erreur"),
    ("Sender", "Expediteur"),
    ("SenderAddress", "AdresseExpediteur"),
    ("Recipient", "Destinataire"),
    ("Cc", "Cc"),
    ("Bcc", "Cci"),
    ("Attach", "Attache"),
    ("Out", "EnDehors"),
    ("ID", "ID"),
]


@pytest.mark.parametrize(("english", "french"), STRUCTURE)
def test_member_of_the_structure(english: str, french: str) -> None:
    properties = registry.PREDEFINED["EMAIL"].properties
    assert properties[fold(english)] is properties[fold(french)]


CONSTANTS = [
    ("emailSynchronous", "emailSynchrone", 0),
    ("emailAsynchronous", "emailAsynchrone", 1),
    ("emailOptionDefault", "emailOptionDéfaut", 0),
    ("emailProtocolSMTPS", "emailProtocoleSMTPS", 2),
    ("emailOptionSecuredTLS", "emailOptionSécuriséTLS", 2),
    ("optionTLS", "optionSSL", 1),
    ("emailOptionEncodeHeader", "emailOptionEncodeEntête", 1),
    ("emailOptionMessageID", "emailOptionMessageID", 2),
    ("emailOptionReference", "emailOptionRéférence", 4),
    ("emailOptionNoCID", "emailOptionSansCID", 8),
    ("emailOptionHeaderBcc", "emailOptionEntêteCci", 16),
    ("emailPending", "emailEnAttente", 0),
    ("emailSent", "emailEnvoyé", 1),
    ("emailError", "emailErreur", 2),
    ("emailAddressValid", "emailAdresseValide", 0),
    ("emailAddressIncorrectSyntax", "emailAdresseSyntaxeIncorrecte", 1),
    ("emailAddressRefused", "emailAdresseRefusée", 2),
    ("emailAddressError", "emailAdresseErreur", 3),
    ("emailValidateByServer", "emailValideParServeur", 1),
    ("emailValidateSyntax", "emailValideSyntaxe", 2),
    ("emailValidateSyntaxStrict", "emailValideSyntaxeStrict", 3),
    ("emailValidateStrictSyntax", "emailValideSyntaxeStrict", 3),
    ("emailLowPriority", "emailPrioritéBasse", 0),
    ("emailNormalPriority", "emailPrioritéNormale", 1),
    ("emailHighPriority", "emailPrioritéHaute", 2),
    ("emailNormal", "emailNormal", 0),
    ("emailPersonal", "emailPersonnel", 1),
    ("emailPrivate", "emailPrivé", 2),
    ("emailCompanyConfidential", "emailConfidentiel", 3),
    ("emailAll", "emailTous", 0),
    ("emailUnread", "emailNonLus", 1),
    ("emailNotRead", "emailNonLus", 1),
    ("emailNone", "emailAucun", 0),
    ("emailSubject", "emailSujet", 1),
    ("emailBody", "emailCorps", 2),
    ("emailSender", "emailExpéditeur", 4),
    ("emailRecipient", "emailDestinataire", 8),
    ("emailMessageID", "emailMessageID", 16),
    ("emailStatusRead", "emailEtatLu", 1),
    ("emailStatusUnread", "emailEtatNonLu", 0),
    ("ertHeader", "ertEntête", 0),
    ("ertFull", "ertComplet", 1),
    ("ertNotRead", "ertNonLus", 2),
    ("ertAsynchronous", "ertAsynchrone", 4),
    ("emailParameterMode", "emailParamètreMode", 1),
    ("emailSessionIgnoreInvalidCertificate", "emailSessionIgnoreInvalidCertificate", 1),
    ("emailSessionIgnoreInvalidCertificateName", "emailSessionIgnoreInvalidCertificateName", 2),
    ("emailSessionIgnoreExpiredCertificate", "emailSessionIgnoreExpiredCertificate", 4),
    ("emailSessionIgnoreRevocation", "emailSessionIgnoreRevocation", 8),
    ("arch32", "arch32", 32),
    ("arch64", "arch64", 64),
]


@pytest.mark.parametrize(("english", "french", "value"), CONSTANTS)
def test_constant_in_both_languages(english: str, french: str, value: int) -> None:
    found = registry.CONSTANTS[fold(english)]
    assert registry.CONSTANTS[fold(french)] is found
    assert found.value == value


METHODS = [
    ("emailSMTPSession", "StartSession", "OuvreSession", "EmailStartSession"),
    ("emailSMTPSession", "OpenSession", "OuvreSession", "EmailStartSession"),
    ("emailSMTPSession", "SendMessage", "EnvoieMessage", "EmailSendMessage"),
    ("emailSMTPSession", "CloseSession", "FermeSession", "EmailCloseSession"),
    ("emailPOP3Session", "GetAll", "RecupereTout", "EmailGetAll"),
    ("emailIMAPSession", "ListFolder", "ListeDossier", "EmailListFolder"),
    ("Email", "BuildSource", "ConstruitSource", "EmailBuildSource"),
    ("Email", "LoadAttachedFile", "ChargeFichierAttaché", "EmailLoadAttachedFile"),
    ("Email", "ImportHTML", "ImporteHTML", "EmailImportHTML"),
    ("AuthToken", "RefreshToken", "RenouvelleToken", "AuthRefreshToken"),
]


@pytest.mark.parametrize(("type_name", "english", "french", "function"), METHODS)
def test_method_is_the_function(type_name: str, english: str, french: str, function: str) -> None:
    kind = registry.TYPES[fold(type_name)].kind
    expected = registry.FUNCTIONS[fold(function)]
    assert registry.find_method(kind, english) is expected
    assert registry.find_method(kind, french) is expected


registry.load()
OWN_METHODS = [
    (entry.english, registry.FUNCTIONS[fold(function)])
    for entry in dict.fromkeys(registry.TYPES.values())
    for function in sorted(entry.kind.methods or ())
    if function.startswith("Email")
]


@pytest.mark.parametrize(("type_name", "function"), OWN_METHODS, ids=lambda x: getattr(x, "english", x))
def test_every_function_that_takes_a_value_first_is_its_method(type_name: str, function: registry.Function) -> None:
    kind = registry.TYPES[fold(type_name)].kind
    for spelling in (function.english, function.french):
        assert registry.find_method(kind, spelling.removeprefix("Email")) is function
    for other in set(registry.TYPES.values()):
        if function.english not in (other.kind.methods or ()):
            assert registry.find_method(other.kind, function.english.removeprefix("Email")) is not function


@pytest.mark.parametrize("name", ["EmailReset", "EmailCheckAddress", "EmailSetTimeOut", "EmailStatus"])
@pytest.mark.parametrize("type_name", ["emailSMTPSession", "Email", "emailAttach"])
def test_functions_of_other_values_are_no_methods(name: str, type_name: str) -> None:
    found = registry.find_method(registry.TYPES[fold(type_name)].kind, name.removeprefix("Email"))
    assert found is not registry.FUNCTIONS[fold(name)]


# --- Known, not offered ----------------------------------------------------------------------------------------------

FAILING = [
    ("EmailReadFirst", "EmailLitPremier", False),
    ("EmailReadNext", "EmailLitSuivant", False),
    ("EmailReadPrevious", "EmailLitPrécédent", False),
    ("EmailReadLast", "EmailLitDernier", False),
    ("EmailReadMessage", "EmailLitMessage", False),
    ("EmailReadFirstHeader", "EmailLitEntêtePremier", False),
    ("EmailReadNextHeader", "EmailLitEntêteSuivant", False),
    ("EmailReadPreviousHeader", "EmailLitEntêtePrécédent", False),
    ("EmailReadLastHeader", "EmailLitEntêteDernier", False),
    ("EmailReadMessageHeader", "EmailLitEntêteMessage", False),
    ("EmailNbMessage", "EmailNbMessage", -1),
    ("EmailMessageSize", "EmailTailleMessage", -1),
    ("EmailGetAll", "EmailRécupèreTout", []),
    ("EmailDeleteMessage", "EmailSupprimeMessage", False),
    ("EmailDestroy", "EmailDétruit", False),
    ("EmailCopy", "EmailCopie", False),
    ("EmailUpdate", "EmailMiseAJour", False),
    ("EmailChangeStatus", "EmailChangeEtat", False),
    ("EmailGetFlag", "EmailRécupèreIndicateur", ""),
    ("EmailListFolder", "EmailListeDossier", ""),
    ("EmailCurrentFolder", "EmailDossierCourant", ""),
    ("EmailChangeFolder", "EmailChangeDossier", False),
    ("EmailAddFolder", "EmailAjouteDossier", False),
    ("EmailDeleteFolder", "EmailSupprimeDossier", False),
    ("EmailSeekFirst", "EmailCherchePremier", False),
    ("EmailStartOutlookSession", "EmailOuvreSessionOutlook", False),
    ("OutlookStartSession", "OutlookOuvreSession", False),
    ("EmailStartNotesSession", "EmailOuvreSessionNotes", False),
    ("EmailSeekFirstNotes", "EmailCherchePremierNotes", False),
    ("EmailRunApp", "EmailLanceAppli", False),
    ("EmailOpenMail", "EmailOuvreMessagerie", False),
    ("EmailAppGetArchitecture", "EmailAppGetArchitecture", 0),
]


@pytest.mark.parametrize(("english", "french", "result"), FAILING)
def test_known_but_not_offered(run: Run, english: str, french: str, result: Any) -> None:
    entry = registry.FUNCTIONS[fold(english)]
    assert registry.FUNCTIONS[fold(french)] is entry
    given = call(run, english, AuthToken()) if english.startswith("Auth") else call(run, english, "user")
    assert given.is_null() if result is None else given == result
    assert run.error.occurred
    assert "not offered yet" in run.error.message or "is not available on this platform" in run.error.message


def test_reading_finds_nothing_so_loops_end(run: Run) -> None:
    mail = Email()
    call(run, "EmailReadFirst", "user", mail)
    assert mail.out is True
    call(run, "EmailReadFirst", "user")
    assert run.state(EmailStructure).out is True
