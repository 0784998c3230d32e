"""The words of the language in English and French, side by side: what `respell.py` exchanges (language.md 3.3, 4.2).

A line is one meaning: the English spellings, `=`, the French ones. The first of each side is what is written; the
others are read. Words of several words stand joined by `_`; case and accents are those that the language itself uses.
"""

from __future__ import annotations

from wlmail.language.names import fold

Spellings = list[str]


class Pair:
    """One meaning: its spellings in English and in French, the one to write first."""

    __slots__ = ("english", "feminine", "french")

    def __init__(self, line: str) -> None:
        english, french = line.split(" = ")
        self.feminine = french.endswith(" (f)")
        self.english: Spellings = [word.replace("_", " ") for word in english.split()]
        self.french: Spellings = [word.replace("_", " ") for word in french.removesuffix(" (f)").split()]

    def spellings(self, language: str) -> Spellings:
        return self.french if language == "fr" else self.english


def key(text: str) -> str:
    """What is compared: case, accents and blanks aside (POUR TOUT, POURTOUT)."""
    return "".join(fold(text).split())


_KEYWORDS = """
IF IF = SI
_THEN THEN = ALORS
_ELSE ELSE = SINON
ELSE_CASE ELSE = SINON
ELSE_IF ELSE_IF = SINON_SI
_END END = FIN
END END = FIN
_SHORT_END END = FIN
FINALLY END = FIN
SWITCH SWITCH = SELON
SWITCH_VALUE SWITCH = SELON
CASE CASE = CAS
OTHER_CASE OTHER_CASE = AUTRE_CAS AUTRES_CAS
FOR FOR = POUR
TO TO = À
_STEP STEP = PAS
FOR_EACH FOR_EACH FOR_ALL = POUR_TOUT POUR_TOUS POUR_TOUTE POUR_TOUTES POUR_CHAQUE
EACH_KIND ELEMENT = ÉLÉMENT
EACH_KIND STRING = CHAÎNE (f)
EACH_KIND LINE ROW = LIGNE (f)
EACH_KIND POSITION = POSITION (f)
EACH_KIND SELECTED = SÉLECTIONNÉE SÉLECTIONNÉ
EACH_OPTION FROM_END = DEPUIS_FIN
EACH_OPTION IgnoreCase = SansCasse
EACH_OPTION WholeWord = MotComplet
EACH_OPTION FromBeginning = DepuisDébut
EACH_OPTION NoSavePosition = SansSauvePosition
EACH_OPTION SELECTED = SÉLECTIONNÉE SÉLECTIONNÉ
OF OF = DE DU
ON ON = SUR
BY BY = PAR
BY_SEPARATOR SEPARATED_BY = SÉPARÉE_PAR SÉPARÉ_PAR SÉPARÉS_PAR SÉPARÉES_PAR
WHERE WHERE WITH = AVEC
WHILE WHILE = TANTQUE
_DO DO = FAIRE
LOOP LOOP = BOUCLE
LOOP_WHILE TO_DO_WHILE = À_FAIRE_TANTQUE
BREAK BREAK = SORTIR
BREAK_SWITCH BREAK_SWITCH = SORTIR_SELON
CONTINUE CONTINUE = CONTINUER
RETURN RETURN = RETOUR
RETURN RESULT = RENVOYER
GOTO GOTO = GOTO
DELETE DELETE = LIBÉRER
EXTERN EXTERN = EXTERNE
WHEN_IN WHEN_EXCEPTION_IN = QUAND_EXCEPTION_DANS
WHEN WHEN_EXCEPTION = QUAND_EXCEPTION
USING USING = UTILISER
WITH WITH = AVEC
PROCEDURE PROCEDURE = PROCÉDURE
PROCEDURE FUNCTION = FONCTION
INTERNAL_PROCEDURE PROCEDURE = PROCÉDURE
INTERNAL_PROCEDURE FUNCTION = FONCTION
MODIFIER INTERNAL = INTERNE
MODIFIER LOCAL = LOCAL LOCALE
MODIFIER GLOBAL = GLOBAL GLOBALE
MODIFIER PUBLIC = PUBLIC PUBLIQUE
MODIFIER PRIVATE = PRIVÉ PRIVÉE
MODIFIER PROTECTED = PROTÉGÉ PROTÉGÉE
MODIFIER VIRTUAL = VIRTUELLE VIRTUEL
MODIFIER ABSTRACT = ABSTRAITE ABSTRAIT
MODIFIER RESTRICTED = RESTREINTE RESTREINT
CASE_ERROR CASE_ERROR = CAS_ERREUR
CASE_EXCEPTION CASE_EXCEPTION = CAS_EXCEPTION
CONSTRUCTOR Constructor = Constructeur
CONSTRUCTOR Destructor = Destructeur
_IS is is_a is_an = est est_un est_une
_IS are = sont_des sont
_LET LET = SOIT
_CONSTANT CONSTANT = CONSTANTE
_CONSTANT CONSTANTS = CONSTANTES
STRUCTURE Structure = Structure (f)
STRUCTURE Struct = Struct (f)
COMPOSED composed_of = composé_de composée_de
ENUMERATION Enumeration = Énumération (f)
ENUMERATION Enum = Enum (f)
COMBINATION Combination = Combinaison (f)
CLASS Class = Classe (f)
INTERFACE Interface = Interface (f)
_INHERITS inherits inherits_of inherits_from = hérite_de hérite
_IMPLEMENTS implements = implémente
_BASE_OBJECT an_object object a_object = un_objet objet une_objet
DYNAMIC dynamic = dynamique dynamiques
NEW new = allouer
OBJECT object = objet
TRUE True = Vrai
FALSE False = Faux
NULL Null = Null
MODULO modulo = modulo
SHIFT_LEFT BitShiftLeft = BitDécaleGauche
SHIFT_RIGHT BitShiftRight = BitDécaleDroite
IN IN = DANS
NOT_IN NOT_IN = PAS_DANS NON_DANS
NOT NOT = PAS NON
AND AND = ET
OR OR = OU
"""
KEYWORDS: dict[str, list[Pair]] = {}
"""Terminal of the grammar → its meanings."""
for _line in _KEYWORDS.strip().splitlines():
    _terminal, _rest = _line.split(" ", 1)
    KEYWORDS.setdefault(_terminal, []).append(Pair(_rest))
# What begins or ends with a line is the word of evaluation to the end: _AND_ beside AND.
for _terminal, _english, _french in (
    ("TO_FIXED", "_TO_", "_À_"), ("IN_LAZY", "_IN_", "_DANS_"), ("AND_THEN", "_AND_", "_ET_"),
    ("OR_ELSE", "_OR_", "_OU_"), ("NOT_IN_LAZY", "NOT _IN_", "PAS _DANS_"),
):  # fmt: skip
    _pair = Pair("x = x")
    _pair.english, _pair.french = [_english], [_french]
    KEYWORDS[_terminal] = [_pair]
KEYWORDS["NOT_IN_LAZY"][0].french.append("NON _DANS_")
KEYWORDS["IS"] = KEYWORDS["_IS"]

_NOUNS = """
int ints integer integers = entier entiers
real reals = réel réels
currency currency = monétaire monétaires
numeric numeric = numérique numériques
boolean booleans bool bools = booléen booléens
string strings = chaîne chaînes (f)
SecretString SecretStrings = ChaîneSecrète ChaînesSecrètes (f)
character characters = caractère caractères
buffer buffers = buffer buffers
date dates = date dates (f)
time times = heure heures (f)
DateTime DateTimes = DateHeure DateHeures (f)
duration durations = durée durées (f)
variant variants = variant variants
procedure procedures = procédure procédures (f)
byte bytes = octet octets
array arrays = tableau tableaux
queue queues = file files (f)
stack stacks = pile piles (f)
list lists = liste listes (f)
object objects = objet objets
structure structures = structure structures (f)
record records = enregistrement enregistrements
control controls = champ champs
query queries = requête requêtes (f)
window windows = fenêtre fenêtres (f)
page pages = page pages (f)
description descriptions = description descriptions (f)
"""
NOUNS = [Pair(line) for line in _NOUNS.strip().splitlines()]
"""Words of types: singular, plural, then other spellings. What has one form in English is counted by its context."""

_ADJECTIVES = """
fixed = fixe fixes
associative = associatif associatifs
dynamic = dynamique dynamiques
system = système systèmes
unsigned = sans_signe
local = local locaux
a an = un une des
growth = croissance
useful = utile
immutable = immuable
"""
ADJECTIVES = [Pair(line) for line in _ADJECTIVES.strip().splitlines()]

_PROPERTIES = """
Occurrence = Occurrence
Count = Occurrence
Length = Taille
Empty = Vide
Exist = Existe
NbReceived = NbReçus
Value = Valeur
Name = Nom
Year = Année
Month = Mois
Day = Jour
Hour = Heure
Minute = Minute
Second = Seconde
Millisecond = Milliseconde
DatePart = PartieDate
TimePart = PartieHeure
"""
PROPERTIES = [Pair(line) for line in _PROPERTIES.strip().splitlines()]
"""Properties of values that are no advanced type: collections, texts, dates, enumerations (4.3, 4.6, 6.8)."""

_NAMES = """
MyParameters = MesParamètres
Ancestor = Ancêtre
Constructor = Constructeur
Destructor = Destructeur
"""
NAMES = [Pair(line) for line in _NAMES.strip().splitlines()]
"""Names that the language gives (8.2, 11)."""

_OLD_NAMES = """
emailOptionSecuredTLS = emailOptionSécuriséTLS
optionSSL = optionSSL
OpenSession = OuvreSession
CloseSession = FermeSession
OutlookStartSession = OutlookOuvreSession
Insert = Insère
DeleteAll = SupprimeTout
ArrayDeleteLine = TableauSupprimeLigne
RegexMatch = RegexVérifie
DateToWeekNumber = DateVersNuméroDeSemaine
UTF8ToUnicode = UTF8VersUnicode
UTF8ToAnsi = UTF8VersAnsi
GetUUID = DonneUUID
SysDirExternalStorage = SysRepStockageExterne
SetFocusAndReturnToUserInput = DonneFocusEtRetourUtilisateur
ProfileName = NomProfil
IgnoreErrors = IgnoreErreurs
MailIdentifier = IdentifiantMail
restRequest = restRequête
restResponse = restRéponse
"""
OLD_NAMES = [Pair(line) for line in _OLD_NAMES.strip().splitlines()]
"""Names of earlier versions that have a partner in the other language; the others become the present name."""


def find(pairs: list[Pair], text: str, language: str) -> Pair | None:
    """The meaning that `text` has in a language; None when it is no word of it."""
    folded = key(text)
    return next((pair for pair in pairs if folded in map(key, pair.spellings(language))), None)


def translated(pairs: list[Pair], text: str, to: str) -> str:
    """`text` in the other language, in the same case; as it is when it is unknown or in that language already."""
    source = "en" if to == "fr" else "fr"
    pair = find(pairs, text, source)
    if pair is None:
        return text
    target = pair.spellings(to)
    if key(text) in map(key, target) and key(text) != key(target[0]):
        return text
    spelled = next(word for word in pair.spellings(source) if key(word) == key(text))
    return in_case_of(text, spelled, target[0])


def in_case_of(text: str, usual: str, wanted: str) -> str:
    """`wanted` written as `text` is: as usual, in capitals, in small letters, or with a capital at the start."""
    letters, plain = "".join(text.split()), "".join(usual.split())
    if [c.isupper() for c in letters] == [c.isupper() for c in plain]:
        return wanted
    if letters.isupper():
        return wanted.upper()
    if letters.islower():
        return wanted.lower()
    return " ".join(word[:1].upper() + word[1:].lower() for word in wanted.split(" "))
