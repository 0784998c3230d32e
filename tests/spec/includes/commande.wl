// Un fichier inclus l'est à cet endroit (1) : ses instructions, ses constantes, ses procédures.
EXTERNE "winconst.wl"
Trace("avant")
EXTERNE "outils\textes.wl"
Trace(Double("ab"), MAX_ESSAIS, gsOrigine)
POUR i = 1 À 2
	EXTERNE "OUTILS/Compteur.wl"
FIN
Trace(gnCompteur)
Échoue(0)
