// Une boucle déclare sa variable dans sa procédure ; elle prend le type de l'élément, ou celui de sa déclaration.
POUR i = 1 À 2
	Compte()
	Trace("principal " + i)
FIN
POUR TOUT x DE ["a"]
	Trace(x + 1)
FIN
POUR TOUT x DE [1]
	Trace(x + 1)
FIN
sTexte est une chaîne
POUR TOUT sTexte DE [7, 8]
	Trace(sTexte + 1)
FIN
nPas est un entier = 1
POUR n = 1 À 10 PAS nPas
	nPas = nPas * 2
	Trace(n)
FIN
POUR n = 1 _À_ 10 PAS nPas
	nPas = 1
	Trace(n)
FIN

PROCÉDURE Compte()
POUR i = 1 À 3
FIN
Trace("dans Compte " + i)
