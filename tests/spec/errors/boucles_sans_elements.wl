s est un emailSessionSMTP
n est un entier
d est une Date
POUR TOUT e DE s
	Trace(e)
FIN
POUR TOUT e DE n
	Trace(e)
FIN
POUR TOUT e DE d
	Trace(e)
FIN
POUR i = 1 À 2
	Trace(i)
SUIVANT
FIN
