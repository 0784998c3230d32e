// Sept erreurs, chacune à sa place, noms inconnus compris.
n est un entier = 
SI n > 2 ALRS
	Trace("a"
FIN
POUR i = 1 10
	Trace(i)
FIN
x = = 4
EmailEnvoieMesage(n)
Trace(zut)
