Trace("avant")
Contrôle(-1)
PROCÉDURE Contrôle(n)
SI n < 0 ALORS
	ExceptionDéclenche(12, "quantité négative : " + n)
FIN
