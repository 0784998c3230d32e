"""Which constants fit a parameter or a property: what is offered first there."""

from __future__ import annotations

from wlmail.language import registry
from wlmail.language.names import fold

_SEARCH = "FromBeginning FromEnd WholeWord IgnoreCase"
_SESSION = "emailProtocolSMTPS optionTLS emailOptionDefault"
_MESSAGE = (
    "emailOptionEncodeHeader emailOptionMessageID emailOptionReference emailOptionNoCID emailOptionHeaderBcc"
    " emailOptionReplyBefore emailOptionForwarded"
)
_CHARSETS = "charsetUTF8 charsetANSI"

PARAMETERS = {
    "EmailSendMessage options": _MESSAGE,
    "EmailBuildSource options": _MESSAGE,
    "EmailStartSMTPSession option": _SESSION,
    "EmailStartPOP3Session option": _SESSION,
    "EmailStartIMAPSession option": _SESSION,
    "EmailConfigure parameter": "emailParameterMode",
    "EmailCheckAddress level": "emailValidate*",
    "ErrorInfo kind": "err*",
    "ExceptionInfo kind": "err*",
    "ErrorChangeParameter behaviour": "ep*",
    "ExceptionChangeParameter behaviour": "ep*",
    "ArraySort kind": "asAscending asDescending asMember asColumn asFunction",
    "ArraySeek kind": "asLinear asLinearFirst asLinearLast asBinary",
    "Contains options": _SEARCH,
    "Position options": _SEARCH,
    "PositionOccurrence options": _SEARCH,
    "Replace options": _SEARCH,
    "StringCount options": _SEARCH,
    "StringStartsWith options": _SEARCH,
    "StringEndsWith options": _SEARCH,
    "ExtractString rank": "firstRank nextRank previousRank lastRank",
    "ExtractString separator": "TAB CR CRLF LF SPC",
    "ExtractString direction": "FromBeginning FromEnd",
    "NoSpace where": "ssc*",
    "StringFormat options": "cc*",
    "StringCompare options": "cc*",
    "fOpen mode": "foRead foWrite foReadWrite foAdd foCreate foCreateIfNotExist",
    "fLoadText format": "foAnsi foUnicode foUTF8",
    "fSaveText format": "foAnsi foUnicode foUTF8",
    "fDir kind": "frFile frDirectory",
    "fListFile how": "frRecursive frNotRecursive",
    "fExtractPath wanted": "fDrive fDirectory fFileName fFile fExtension",
    "SysDir kind": "sr*",
    "Encode kind": "encode*",
    "Decode kind": "encode*",
    "HashString algorithm": "HA_*",
    "HashFile algorithm": "HA_*",
    "HashCheckString algorithm": "HA_*",
    "AnsiToUnicode charset": _CHARSETS,
    "UnicodeToAnsi charset": _CHARSETS,
    "UTF8ToString charset": _CHARSETS,
    "GetGUID format": "guid*",
    "Serialize format": "psdJSON psdXML",
    "Deserialize format": "psdJSON psdXML",
    "Truncate mode": "numberOfCharacters*",
    "DateToString mask": "maskDate*",
    "ProjectInfo kind": "pi*",
}
PROPERTIES = {
    "Option": _SESSION,
    "IgnoreError": "emailSessionIgnore*",
    "Priority": "emailHighPriority emailNormalPriority emailLowPriority",
    "Confidentiality": "emailNormal emailPersonal emailPrivate emailCompanyConfidential",
    "Method": "httpGet httpPost httpPut httpDelete httpPatch httpHead httpOptions",
}


def for_parameter(function: registry.Function, parameter: str) -> list[registry.Constant]:
    """The constants that a parameter of a library function takes."""
    return _constants(PARAMETERS.get(f"{function.english} {parameter}", ""))


def for_property(entry: registry.Property) -> list[registry.Constant]:
    """The constants that a property takes."""
    return _constants(PROPERTIES.get(entry.english, ""))


def _constants(names: str) -> list[registry.Constant]:
    found = []
    for name in names.split():
        if name.endswith("*"):
            start = fold(name[:-1])
            found += [c for c in registry.CONSTANTS.values() if fold(c.english).startswith(start)]
        else:
            found.append(registry.CONSTANTS[fold(name)])
    return list(dict.fromkeys(found))
