// Toutes les façons d'hériter, et les appels de la classe de base (11).
cBase est une Classe
	m_sNom est une chaîne = "base"
	PROTÉGÉ m_nNiveau est un entier = 1
FIN

PROCÉDURE cBase::Constructeur(sNom = "sans nom")
m_sNom = sNom
Trace("construit cBase " + sNom)

PROCÉDURE VIRTUELLE cBase::Parle() : chaîne
RENVOYER "je suis " + m_sNom + " (" + m_nNiveau + ")"

PROCÉDURE cBase::Deux() : chaîne
RENVOYER :Parle() + " ; " + Parle()

cFille est une Classe hérite cBase
	m_sSurnom est une chaîne = "fille"
FIN

PROCÉDURE cFille::Constructeur(sNom, sSurnom)
Constructeur cBase(sNom)
m_sSurnom = sSurnom
m_nNiveau = 2

PROCÉDURE cFille::Parle() : chaîne
RENVOYER Ancêtre::Parle() + " dite " + m_sSurnom

cPetiteFille est une Classe
	un objet cFille
PUBLIC
	m_nAge est un entier
FIN

PROCÉDURE cPetiteFille::Constructeur(nAge)
Ancêtre.Constructeur("petite", "p'tite")
m_nAge = nAge
m_nNiveau++

PROCÉDURE cPetiteFille::Parle() : chaîne
RENVOYER cFille::Parle() + " et " + cBase::Parle() + ", " + m_nAge + " ans"

cSimple est une Classe
	hérite de cBase
FIN

cMuette est une Classe
	hérite de cBase
FIN
PROCÉDURE cMuette::Constructeur()
Trace("construit cMuette " + m_sNom)
FIN

a est un cFille("Zoé", "Zou")
Trace(a.Parle(), a.m_sNom)
b est un cPetiteFille(7)
Trace(b.Deux())
c est un cSimple("directe")
Trace(c.Parle())
d est un cMuette
Trace(d.Parle())
