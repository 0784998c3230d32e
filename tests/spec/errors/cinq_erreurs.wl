// Toutes les erreurs de syntaxe d'un fichier en une fois.
s est une chaîne = "sans fin
n est un entier = 1 +
POUR i = 1 10
	Trace(i)
FIN
t[ = 3
Trace("a" "b")
