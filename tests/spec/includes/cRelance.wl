// A class of its own file, and a procedure that belongs to no class.
cRelance est une Classe
	m_sClient est une chaîne
	m_nJours est un entier
FIN

PROCÉDURE cRelance::Sujet()
RENVOYER "Relance de " + m_sClient + " : " + m_nJours + " jours"

PROCÉDURE PremierJour(sClient est une chaîne) : entier
RENVOYER Taille(sClient)
