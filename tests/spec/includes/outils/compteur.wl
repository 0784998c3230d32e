EXTERNE gnCompteur est un entier
gnCompteur += 1
