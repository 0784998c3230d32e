// Vecteur 50 de la section 18, en ligne et calculé.
s est une chaîne = "abc"
QUAND EXCEPTION DANS
SI s ALORS Trace(1)
FAIRE
Trace("erreur")
FIN
v est un variant = s
QUAND EXCEPTION DANS
TANTQUE v
Trace(2)
FIN
FAIRE
Trace("erreur")
FIN
SI "abc" ALORS Trace(1)
