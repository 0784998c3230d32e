// Vecteurs 21 à 30 de la section 18.
n est un entier = 2
POUR i = 1 À n
SI i = 1 ALORS n = 3
Trace(i)
FIN
n = 2
POUR i = 1 _À_ n
SI i = 1 ALORS n = 3
Trace(i)
FIN
POUR n = 3 À 1 PAS -1
Trace(n)
FIN
POUR TOUTE CHAÎNE s DE "a;b" SÉPARÉE PAR ";"
Trace(s)
FIN
t est un tableau d'entiers = [1,2]
POUR TOUT e DE t
e = e * 10
FIN
Trace(t[2])
t2 est un tableau d'entiers = [1]
u est un tableau d'entiers = t2
Ajoute(u, 2)
Trace(t2..Occurrence)
t3 est un tableau d'entiers = [1]
w est un tableau d'entiers
w <= t3
Ajoute(w, 2)
Trace(t3..Occurrence)
ta est un tableau associatif d'entiers
Trace(ta["k"])
Trace(ta["k"]..Existe)
a est un entier = 1 ; b est un entier = 2
a <=> b
Trace(a + "-" + b)
Trace(1 > 0 ? "yes" SINON "no")
