// Un paramètre est passé par référence, sauf s'il est LOCAL.
x est un entier = 1
Plus(x)
Trace(x)
PlusLocal(x)
Trace(x)
tab est un tableau d'entiers = [10, 20]
Plus(tab[2])
Trace(tab[1], tab[2])
Trace(Texte(1, *, 3))
Trace(Texte(1))
Trace(Texte(1, 2))

PROCÉDURE Plus(n)
n++
FIN

PROCÉDURE PlusLocal(LOCAL n)
n++
FIN

PROCÉDURE Texte(a, b = "B", c = "C")
RENVOYER "" + a + b + c
