// ALORS seul sur sa ligne, et FIN après un SI d'une ligne.
n est un entier = 1
SI n = 1
ALORS
	Trace("un")
FIN
SI n = 1 ALORS Trace("un") FIN
