// Propriétés : un lecteur et un écrivain du même nom ; une méthode sans paramètre se lit comme un membre (11).
cCompte est une Classe
PRIVÉ
	m_nSolde est un entier
	m_sNom est une chaîne
PUBLIC CONSTANTE
	m_nLectures est un entier
FIN

PROCÉDURE cCompte::Solde() : entier
m_nLectures++
RENVOYER m_nSolde

PROCÉDURE cCompte::Solde(Valeur est un entier)
SI Valeur < 0 ALORS Valeur = 0
m_nSolde = Valeur

PROCÉDURE cCompte::Nom()
RENVOYER m_sNom
PROCÉDURE cCompte::Nom(Valeur)
m_sNom = "<" + Valeur + ">"

PROCÉDURE cCompte::Double() : entier
RENVOYER 2 * Solde

PROCÉDURE cCompte::Vide()
:Solde = 0
Nom = "personne"
FIN

c est un cCompte
c.Solde = 5
c.Solde += 10
c.Solde++
Trace(c.Solde, c:Solde, c..Solde, c.Double, c.Double(), c.Solde())
c.Solde = -4
c.Nom = "Léa"
Trace(c.Solde, c.Nom, c.m_nLectures)
POUR i = 1 À c.Solde + 2
	c.Solde = c.Solde + 1
	SI i > 3 ALORS SORTIR
FIN
Trace(c.Solde, i)
c.Vide
Trace(c.Nom, c.Solde)
