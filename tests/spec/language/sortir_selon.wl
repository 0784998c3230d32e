// SORTIR quitte la boucle autour du SELON, SORTIR SELON quitte le SELON, même depuis une boucle du CAS.
POUR i = 1 À 3
	SELON i
		CAS 1
			POUR j = 1 À 5
				SI j = 2 ALORS SORTIR SELON
				Trace("j = " + j)
			FIN
			Trace("jamais")
		CAS 2 : CONTINUER
		AUTRE CAS
			SI i = 3 ALORS SORTIR
			Trace("jamais")
	FIN
	Trace("après le SELON, i = " + i)
FIN
Trace("fin, i = " + i)
