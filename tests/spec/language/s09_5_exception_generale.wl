// QUAND EXCEPTION … FIN vaut pour la suite du bloc : le gestionnaire, puis de nouveau ce qui suit son FIN (9.5).
nEssais est un entier
Va()
Trace("essais : " + nEssais)

PROCÉDURE Va()
QUAND EXCEPTION
	Trace("attrapée : " + ExceptionInfo())
FIN
nEssais++
SI nEssais = 1 ALORS ExceptionDéclenche(1, "premier essai")
Trace("suite")
QUAND EXCEPTION
	Trace("dernière")
	RETOUR
FIN
x est un entier
x = 1 / x
Trace("jamais")
