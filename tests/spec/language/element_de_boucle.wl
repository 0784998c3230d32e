// La variable de POUR TOUT est l'élément lui-même : l'affecter change la collection, même à travers une procédure.
tabPrix est un tableau d'entiers = [10, 20]
POUR TOUT nPrix DE tabPrix
	nPrix += 5
FIN
Trace(tabPrix[1], tabPrix[2])
POUR TOUT nPrix DE tabPrix
	Double(nPrix)
FIN
Trace(tabPrix[1], tabPrix[2])
taStock est un tableau associatif d'entiers
taStock["vis"] = 3
taStock["clou"] = 4
POUR TOUT nStock, sCle DE taStock
	SI sCle = "clou" ALORS nStock = 0
FIN
Trace(taStock["vis"], taStock["clou"])
// Celle d'une chaîne est une copie.
sListe est une chaîne = "a;b"
POUR TOUTE CHAÎNE sMot DE sListe SÉPARÉE PAR ";"
	sMot += "!"
	Trace(sMot)
FIN
Trace(sListe)
// Un tableau reçu en paramètre, dont le type n'est connu qu'à l'exécution.
Vide(tabPrix)
Trace(tabPrix[1] + tabPrix[2])

PROCÉDURE Double(n)
n = n * 2
FIN

PROCÉDURE Vide(tab)
POUR TOUT x DE tab
	x = 0
FIN
