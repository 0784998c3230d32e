QUAND EXCEPTION DANS
	ExceptionDéclenche(1, "x")
FAIRE
	Trace("traitée")
SINON
	Trace("jamais")
FIN
Trace("après")
n est un entier = 1
QUAND EXCEPTION DANS
	n = n / 0
FAIRE
	Trace("division")
FIN
QUAND EXCEPTION DANS
	Trace("rien")
FAIRE
	Trace("jamais")
SINON
	Trace("sinon")
FIN
QUAND EXCEPTION DANS
	Profonde(3)
FAIRE
	Trace(ExceptionInfo(errMessage))
FIN
Trace(Protégée())

PROCÉDURE Profonde(LOCAL k est un entier)
SI k = 0 ALORS ExceptionDéclenche(7, "du fond")
Profonde(k - 1)

PROCÉDURE Protégée()
t est un tableau d'entiers = [1]
RENVOYER t[2]
CAS EXCEPTION:
RENVOYER "attrapée"
