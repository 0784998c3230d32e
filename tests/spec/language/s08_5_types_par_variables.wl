// Une procédure appelée par une variable convertit ses arguments comme toute autre (8.2, 8.5).
gnAppels est un entier
pDouble est une Procédure = Double
v est un Variant = "12"
Trace(pDouble(v), v)
t est un tableau de chaînes
Ajoute(t, "5")
pDouble(t[1])
Trace(t[1])
tn est un tableau d'entiers
Ajoute(tn, 5)
pDouble(tn[1])
n est un entier = 5
pDouble(n)
Trace(tn[1], n)
// Une procédure interne, un paramètre LOCAL, une date.
PROCÉDURE INTERNE Jour(LOCAL d est une Date, m est un monétaire = 2)
	gnAppels++
	d..Jour = 1
	RENVOYER d + ":" + m * 2
FIN
dJour est une Date = "20260130"
pJour est une Procédure = Jour
Trace(pJour("20260215"), pJour(dJour, "1,5"), pJour(dJour, 0.25), dJour)
pCarre est une Procédure = (x) => x * x
Trace(pCarre(3), gnAppels)
Trace(pJour())

PROCÉDURE Double(n est un entier)
n = n * 2
RENVOYER n
