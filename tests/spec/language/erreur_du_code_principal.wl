// CAS ERREUR vaut aussi pour le code principal ; une variable pas encore déclarée y a sa valeur par défaut.
Trace("avant")
fChargeTexte("absent.txt")
nTotal est un entier = 5
m est un Email
Trace("jamais")
CAS ERREUR:
Trace("traitée", nTotal, "<" + m.Sujet + ">")
FIN:
Trace("fin")
