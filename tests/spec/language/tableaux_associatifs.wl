ta est un tableau associatif d'entiers
Trace(ta["k"], ta["k"]..Existe)
ta["k"] = 5
ta["été"] = 7
Trace(ta["k"], ta["k"]..Existe, ta..Occurrence)
tb est un tableau associatif de chaînes = [["nom", "Zoé"], ["ville", "Liège"]]
POUR TOUT sValeur, sClé DE tb
	Trace(sClé + " = " + sValeur)
FIN
