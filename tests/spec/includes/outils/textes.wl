// Inclus par commande.wl, et lui-même un programme.
CONSTANT MAX_ESSAIS = 5
gsOrigine est une chaîne = "textes"
EXTERNE "compteur.wl"
Trace("textes, compteur " + gnCompteur)

PROCÉDURE Double(s)
RENVOYER s + s

PROCÉDURE Échoue(n)
RENVOYER 1 / n
