// Une procédure interne voit et change les variables de celle qui la contient.
Trace(Compte("a;b;c"))

PROCÉDURE Compte(LOCAL sListe est une chaîne) : chaîne
nCompteur est un entier
sTrace est une chaîne
POUR TOUTE CHAÎNE s DE sListe SÉPARÉE PAR ";"
	Note(s)
FIN
RENVOYER sTrace + "=" + nCompteur

PROCÉDURE INTERNE Note(sQuoi)
	nCompteur++
	sTrace += [","] + Encadre(sQuoi)
FIN
PROCÉDURE INTERNE Encadre(sQuoi)
	RENVOYER "<" + sQuoi + ">"
FIN
