s est une chaîne = "un;;trois;quatre"
Trace(ExtraitChaîne(s, 1, ";"), "<" + ExtraitChaîne(s, 2, ";") + ">", ExtraitChaîne(s, 3, ";"))
Trace(ExtraitChaîne(s, 5, ";") = EOT, ExtraitChaîne(s, 1, ";", DepuisFin))
Trace(ExtraitChaîne("a" + TAB + "b", 2), ExtraitChaîne("sans séparateur", 1, ";"))
Trace("<" + ExtraitChaîne("", 1, ";") + ">", ExtraitChaîne("", 2, ";") = EOT)
Trace(ExtraitChaîne("x" + RC + "y", 2, RC))
n est un entier
sPartie est une chaîne = ExtraitChaîne(s, rangPremier, ";")
TANTQUE sPartie <> EOT
	n++
	sPartie = ExtraitChaîne(s, rangSuivant, ";")
FIN
Trace(n)
