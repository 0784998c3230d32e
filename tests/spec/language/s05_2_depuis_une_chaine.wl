// D'une chaîne vers les autres types (5.2) : le nombre du début, sinon 0, sans erreur.
n est un entier = "12abc"
m est un entier = "  -7.9 x"
r est un réel = "1.5e2"
k est un caractère = "xyz"
b1 est un booléen = "1"
b2 est un booléen = "Vrai"
b3 est un booléen = "non"
v est un entier = ""
Trace(n, m, r, k, b1, b2, b3, v)
Trace("abc" * 2, "3" * "4", "10" - 1)
d est une Date = "20261345"
