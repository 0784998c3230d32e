CONSTANTE
	MAX_ESSAIS = 5
	TITRE = "Facture"
	DOUBLE = MAX_ESSAIS * 2
FIN
CONSTANTE N = 4
Trace(MAX_ESSAIS, TITRE, DOUBLE, N)
Trace(Vrai, Faux, Oui, Non)
Trace(Taille(RC), Asc(TAB))
