// Deux procédures peuvent avoir chacune une structure du même nom ; un nom déclaré de nouveau change de type.
Trace(Un() + Deux())
x est un entier = 1
Trace(x + 1)
x est une chaîne = "1"
Trace(x + 1)
Cache()
Trace(x)
reglage est composé de
	sHote est une chaîne = "localhost"
	nPort est un entier
FIN
reglage.nPort = 25
Trace(reglage.sHote + ":" + reglage.nPort)

PROCÉDURE Un()
STLocal est une Structure
	n est un entier = 1
FIN
s est un STLocal
RENVOYER s.n

PROCÉDURE Deux()
STLocal est une Structure
	t est une chaîne = " deux"
FIN
s est un STLocal
RENVOYER s.t

PROCÉDURE Cache()
Trace("avant : " + x)
x est un tableau d'entiers = [5]
Trace("après : " + x[1])
