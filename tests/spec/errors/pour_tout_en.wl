// POUR TOUT … EN …
t est un tableau de chaînes = ["a"]
POUR CHAQUE s DANS t
	Trace(s)
FIN
POUR TOUT s EN t
	Trace(s)
FIN
