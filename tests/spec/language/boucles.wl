n est un entier
TANTQUE n < 5
	n++
	SI n = 2 ALORS CONTINUER
	SI n = 4 ALORS SORTIR
	Trace("tantque", n)
FIN
BOUCLE (2)
	Trace("deux fois")
FIN
BOUCLE
	n--
	SI n < 2 ALORS SORTIR
FIN
Trace(n)
BOUCLE
	n += 2
À FAIRE TANTQUE n < 6
Trace(n)
POUR i = 3 À 1 PAS -1
	Trace(i)
FIN
POUR i = 1 À 3
	SELON i
		CAS 2 : SORTIR
		AUTRE CAS : Trace("tour", i)
	FIN
FIN
