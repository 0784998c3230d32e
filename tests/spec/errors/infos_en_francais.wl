// ErreurInfo et ExceptionInfo d'un programme français : étiquettes et textes en français
PROCÉDURE Divise(n est un entier)
	RENVOYER 10 / n
FIN

// Les étiquettes de ce qui dépend de la forme du programme, le reste en entier
PROCÉDURE Montre(sDétails est une chaîne)
	POUR TOUTE CHAÎNE sLigne DE sDétails SÉPARÉE PAR RC
		SI Gauche(sLigne, 5) = "Ligne" OU Gauche(sLigne, 9) = "Programme" ALORS
			Trace(ExtraitChaîne(sLigne, 1, ":"))
		SINON
			Trace(sLigne)
		FIN
	FIN
FIN

PROCÉDURE Line()
	t est un tableau de 2 entiers
	QUAND EXCEPTION DANS
		t[3] = 1
	FAIRE
		Montre(ExceptionInfo(errComplet))
	FIN
FIN

QUAND EXCEPTION DANS
	Divise(0)
FAIRE
	Trace(ExceptionInfo())
	Trace(ExceptionInfo(errProcédure))
FIN
QUAND EXCEPTION DANS
	ExceptionDéclenche(7, "division by zero")
FAIRE
	Trace(ExceptionInfo())
FIN
SI fChargeTexte("absent.txt") = "" ALORS
	Montre(ErreurInfo(errComplet))
FIN
Line()
Divise(0)
