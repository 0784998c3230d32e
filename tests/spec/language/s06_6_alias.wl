// v <- e : v devient un autre nom de la variable, de l'élément ou du membre e (6.6).
x est un entier = 1
y est un entier = 2
r est un entier <- x
r++
Trace(x, y, r)
r <- y
r = 20
Trace(x, y, r)
// Une déclaration la détache.
r est un entier
r = 5
Trace(y, r)
Ailleurs()
Trace(x, y, r)
t est un tableau de chaînes = ["a", "b"]
POUR i = 1 À 2
	e est une chaîne <- t[i]
	e += "!"
FIN
Trace(t[1], t[2])
d est une Date = "20260131"
SOIT an <- d..Année
an++
Trace(d)
// D'un autre type : une copie convertie.
s est une chaîne <- x
s = "zz"
Trace(x, s)
PasseParReference(x)
Trace(x)

PROCÉDURE INTERNE Ailleurs()
	r <- x
	r = 99
FIN

PROCÉDURE PasseParReference(p est un entier)
q est un entier <- p
q = 7
