// Ce qui suit une valeur entre < et >= n'est pas une liste d'attributs
nMin est un entier = 2
nMax est un entier = 9
bDedans est un booléen = nMin < nMax >= 4
bDehors est un booléen = nMin < nMax >= 10
Trace(bDedans, bDehors)
