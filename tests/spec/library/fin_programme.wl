Trace("avant")
SI Vrai ALORS
	Termine()
FIN
Trace("jamais")

PROCÉDURE Termine()
FinProgramme("Terminé proprement")
