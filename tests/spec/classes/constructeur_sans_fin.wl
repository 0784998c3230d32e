// Un constructeur qui construit un objet de sa classe ne finit jamais : une erreur le dit.
cOeuf est une Classe
	m_n est un entier
FIN
PROCÉDURE cOeuf::Constructeur(n est un entier)
m_n = n
poule est un cOeuf(n + 1)
FIN
QUAND EXCEPTION DANS
	o est un cOeuf(1)
FAIRE
	Trace(ExceptionInfo())
FIN
