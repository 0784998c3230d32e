n est un entier = 1
GOTO dedans
SI n > 0 ALORS
	GOTO dehors
	dedans:
	Trace(n)
FIN
dehors:
GOTO erreur
CAS ERREUR:
	erreur:
	Trace("rien")
