nFichier est un entier = fOuvre("liste.txt", foEcriture + foCréation)
Trace(nFichier > 0, fEcritLigne(nFichier, "zoé@example.com"), fEcritLigne(nFichier, ""), fEcrit(nFichier, "léa@example.com"))
fFerme(nFichier)
nFichier = fOuvre("liste.txt", foLecture)
sLigne est une chaîne = fLitLigne(nFichier)
TANTQUE sLigne <> EOT
	Trace("<" + sLigne + ">")
	sLigne = fLitLigne(nFichier)
FIN
fFerme(nFichier)
fSupprime("liste.txt")
Trace(fOuvre("liste.txt", foLecture), ErreurDétectée, ErreurInfo())
