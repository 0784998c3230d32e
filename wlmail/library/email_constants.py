"""Constants of the e-mail family (email.md 4 and 9). Old and new names of a pair are one constant.

Only the value of emailProtocolSMTPS is known from the original; the others are choices of this project.
"""

from wlmail.language.registry import constant

# Security of a session, 1.3. The names mislead: "SMTPS" is STARTTLS, "TLS" is encrypted from the first byte.
DEFAULT, IMPLICIT_TLS, STARTTLS = 0, 1, 2
constant("emailOptionDefault", "emailOptionDéfaut", DEFAULT)
constant("optionTLS", "optionTLS", IMPLICIT_TLS, aliases=("optionSSL",))
constant(
    "emailProtocolSMTPS",
    "emailProtocoleSMTPS",
    STARTTLS,
    aliases=("emailOptionSecuredTLS", "emailOptionSécuriséTLS"),
)

constant("emailSynchronous", "emailSynchrone", 0)
constant("emailAsynchronous", "emailAsynchrone", 1)

# Options of EmailSendMessage and EmailBuildSource; they combine.
ENCODE_HEADER, MESSAGE_ID, REFERENCE, NO_CID, HEADER_BCC = 1, 2, 4, 8, 16
constant("emailOptionEncodeHeader", "emailOptionEncodeEntête", ENCODE_HEADER)
constant("emailOptionMessageID", "emailOptionMessageID", MESSAGE_ID)
constant("emailOptionReference", "emailOptionRéférence", REFERENCE)
constant("emailOptionNoCID", "emailOptionSansCID", NO_CID)
constant("emailOptionHeaderBcc", "emailOptionEntêteCci", HEADER_BCC)
constant("emailOptionReplyBefore", "emailOptionRépondreAvant", 32)
constant("emailOptionForwarded", "emailOptionTransféré", 64, aliases=("emailOptionTransferred",))

PENDING, SENT, ERROR = 0, 1, 2
constant("emailPending", "emailEnAttente", PENDING)
constant("emailSent", "emailEnvoyé", SENT)
constant("emailError", "emailErreur", ERROR)

ADDRESS_VALID, ADDRESS_INCORRECT, ADDRESS_REFUSED, ADDRESS_ERROR = 0, 1, 2, 3
constant("emailAddressValid", "emailAdresseValide", ADDRESS_VALID)
constant("emailAddressIncorrectSyntax", "emailAdresseSyntaxeIncorrecte", ADDRESS_INCORRECT)
constant("emailAddressRefused", "emailAdresseRefusée", ADDRESS_REFUSED)
constant("emailAddressError", "emailAdresseErreur", ADDRESS_ERROR)

BY_SERVER, BY_SYNTAX, BY_STRICT_SYNTAX = 1, 2, 3
constant("emailValidateByServer", "emailValideParServeur", BY_SERVER)
constant("emailValidateSyntax", "emailValideSyntaxe", BY_SYNTAX)
constant(
    "emailValidateSyntaxStrict", "emailValideSyntaxeStrict", BY_STRICT_SYNTAX, aliases=("emailValidateStrictSyntax",)
)

LOW, NORMAL, HIGH = 0, 1, 2
constant("emailLowPriority", "emailPrioritéBasse", LOW)
constant("emailNormalPriority", "emailPrioritéNormale", NORMAL)
constant("emailHighPriority", "emailPrioritéHaute", HIGH)

constant("emailNormal", "emailNormal", 0)
constant("emailPersonal", "emailPersonnel", 1)
constant("emailPrivate", "emailPrivé", 2)
constant("emailCompanyConfidential", "emailConfidentiel", 3)

# Reading: which messages, where EmailSeekFirst looks (these combine, 9), what EmailGetAll fetches.
constant("emailAll", "emailTous", 0)
constant("emailUnread", "emailNonLus", 1, aliases=("emailNotRead",))
constant("emailNone", "emailAucun", 0)
constant("emailSubject", "emailSujet", 1)
constant("emailBody", "emailCorps", 2)
constant("emailSender", "emailExpéditeur", 4, aliases=("SenderEmail",))
constant("emailRecipient", "emailDestinataire", 8, aliases=("RecipientEmail",))
constant("emailMessageID", "emailMessageID", 16)
constant("emailStatusRead", "emailEtatLu", 1)
constant("emailStatusUnread", "emailEtatNonLu", 0)
constant("ertHeader", "ertEntête", 0)
constant("ertFull", "ertComplet", 1)
constant("ertNotRead", "ertNonLus", 2)
constant("ertAsynchronous", "ertAsynchrone", 4)
constant("lstFolderNormal", "LstDossierNormal", 0)

PARAMETER_MODE = 1
constant("emailParameterMode", "emailParamètreMode", PARAMETER_MODE)

# IgnoreError; the French names are unknown, these are formed as the others are.
IGNORE = {1: "issuer", 2: "name", 4: "expired", 8: "revocation"}
"""The certificate check that each flag of IgnoreError leaves out, as `wlmail.mail.smtp.Settings.ignore` names it."""
constant("emailSessionIgnoreInvalidCertificate", "emailSessionIgnoreCertificatInvalide", 1)
constant("emailSessionIgnoreInvalidCertificateName", "emailSessionIgnoreNomCertificatInvalide", 2)
constant("emailSessionIgnoreExpiredCertificate", "emailSessionIgnoreCertificatExpiré", 4)
constant("emailSessionIgnoreRevocation", "emailSessionIgnoreRévocation", 8)

constant("arch32", "arch32", 32)
constant("arch64", "arch64", 64)
constant("oauth2ResponseTypeCode", "oauth2TypeRéponseCode", 0)
