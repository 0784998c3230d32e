// Affectations composées : le résultat est converti dans le type de la variable.
n est un entier = 5
n *= 3
n /= 2
Trace(n)
s est une chaîne = "7"
s++
Trace(s + 1)
mt est un monétaire = 1.10
mt += 0.05
mt *= 2
Trace(mt)
d est une Date = "20240228"
d++
d += 1
Trace(d)
tab est un tableau de chaînes
tab += "un"
tab += ["deux", "trois"]
Trace(tab..Occurrence, tab[3])
ta est un tableau associatif de chaînes
ta["à"] += [","] + "a@example.com"
ta["à"] += [","] + "b@example.com"
Trace(ta["à"])
sMot est une chaîne = "chat"
sMot[[1]] += "h"
sMot[[TO 2]] = "C"
Trace(sMot)
SUPPRIMER_ est un entier = 4
LIBÉRER SUPPRIMER_
Trace(SUPPRIMER_ + 1)
