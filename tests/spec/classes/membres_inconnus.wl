// Ce que la classe n'a pas, ou ne montre pas, est dit avant l'exécution.
cLettre est une Classe
	m_sDestinataire est une chaîne
	CONSTANTE
		URGENT = 1
	FIN
PRIVÉ
	m_sPrive est une chaîne
PROTÉGÉ
	m_sInterne est une chaîne
PUBLIC CONSTANTE
	m_nEtat est un entier
FIN
PROCÉDURE cLettre::Envoie()
m_sPrive = "x"
:m_sDestinatire = "y"
object.m_rien = 1
m_nEtat = 2
PROCÉDURE PRIVÉE cLettre::Prepare()
PROCÉDURE GLOBALE cLettre::Compte()
m_sPrive = "z"
:Envoie()
FIN
cLettreUrgente est une Classe
	hérite de cLettre
FIN
PROCÉDURE cLettreUrgente::Essai()
m_sInterne = "permis"
m_sPrive = "interdit"
FIN

l est un cLettre
l.m_sDestinatair = "a"
l.m_sPrive = "b"
Trace(l.m_sInterne)
l.Prepare()
l.Envoi()
l.m_nEtat = 3
l.URGENT = 2
Trace(cLettre::m_sDestinataire, cLettre.RIEN)
cLettre::Envoie()
x est un cLetre
m est un cLettre = 12
u est un cLettreUrgente
d est une Date
l = d
