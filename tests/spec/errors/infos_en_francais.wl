// ErreurInfo et ExceptionInfo d'un programme français : étiquettes et textes en français
PROCÉDURE Divise(n est un entier)
	RENVOYER 10 / n
FIN

PROCÉDURE Line()
	t est un tableau de 2 entiers
	QUAND EXCEPTION DANS
		t[3] = 1
	FAIRE
		Trace(ExceptionInfo(errComplet))
	FIN
FIN

QUAND EXCEPTION DANS
	Divise(0)
FAIRE
	Trace(ExceptionInfo())
	Trace(ExceptionInfo(errProcédure), ExceptionInfo(errLigne))
FIN
QUAND EXCEPTION DANS
	ExceptionDéclenche(7, "division by zero")
FAIRE
	Trace(ExceptionInfo())
FIN
SI fChargeTexte("absent.txt") = "" ALORS
	Trace(ErreurInfo(errComplet))
FIN
Line()
Divise(0)
