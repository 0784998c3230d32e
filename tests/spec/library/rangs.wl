// Une boucle sur les rangs d'un long texte : chaque morceau, EOT à la fin, dans les deux sens.
sTexte, sMorceau sont des chaînes
i, nTaille sont des entiers
POUR i = 1 À 1000
	sTexte += [";"] + i
FIN
i = 1
BOUCLE
	sMorceau = ExtraitChaîne(sTexte, i, ";")
	SI sMorceau = EOT ALORS SORTIR
	nTaille += Val(sMorceau)
	i++
FIN
Trace(i, nTaille)
Trace(ExtraitChaîne(sTexte, 1000, ";"), ExtraitChaîne(sTexte, 1000, ";", DepuisFin), ExtraitChaîne(sTexte, 7, ",") = EOT)
sTexte = Remplace(sTexte, ";", ",")
Trace(ExtraitChaîne(sTexte, 500, ","), ExtraitChaîne(sTexte, 500, ";") = EOT, ExtraitChaîne(sTexte, 2, ["9,", "8,"]))
nTaille = 0
sMorceau = ExtraitChaîne(sTexte, rangPremier, ",")
TANTQUE sMorceau <> EOT
	nTaille++
	sMorceau = ExtraitChaîne(sTexte, rangSuivant, ",")
FIN
Trace(nTaille, ExtraitChaîne(sTexte, rangDernier, ","))
