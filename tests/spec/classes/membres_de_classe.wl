// GLOBAL : membres, constantes et méthodes de la classe elle-même (10.1, 11).
cDossier est une Classe
	CONSTANTE
		MAX_MESSAGES = 3
		TITRE est une chaîne = "Dossier"
	FIN
	m_sNom est une chaîne
GLOBAL
	ms_nNombre est un entier = 10
	PRIVÉ GLOBAL ms_tNoms est un tableau de chaînes
LOCAL
	m_nTaille est un entier
FIN

PROCÉDURE cDossier::Constructeur(sNom)
m_sNom = sNom
ms_nNombre++
::ms_nNombre++
Ajoute(ms_tNoms, sNom)

PROCÉDURE GLOBALE cDossier::Noms() : chaîne
s est une chaîne
POUR TOUT sNom DE ms_tNoms
	s += [", "] + sNom
FIN
RENVOYER s

PROCÉDURE cDossier::Complet() : booléen
RENVOYER ms_nNombre >= ::MAX_MESSAGES ET TITRE = cDossier::TITRE

PROCÉDURE cDossier::Nomme()
RENVOYER TITRE + " " + m_sNom + " " + Noms()
FIN

Trace(cDossier::ms_nNombre, cDossier.MAX_MESSAGES, cDossier::TITRE)
a est un cDossier("reçus")
b est un cDossier("envoyés")
Trace(a.ms_nNombre, b:ms_nNombre, cDossier.ms_nNombre)
cDossier::ms_nNombre = 2
Trace(a.Complet(), b.ms_nNombre)
a.ms_nNombre += 5
Trace(b.Complet(), cDossier::Noms(), cDossier.Noms(), a.Noms())
Trace(b.Nomme())
POUR i = 1 À cDossier.MAX_MESSAGES
	Trace(i)
FIN
