// Un SINON sans SI.
n est un entier = 1
Trace(n)
SINON
	Trace("non")
FIN
