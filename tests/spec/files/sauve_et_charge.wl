// fSauveTexte écrit ce que fChargeTexte relit, à la lettre près.
sChemin est une chaîne = fRepTemp() + [fSep] + "wlmail-essai.txt"
POUR TOUT sTexte DE ["été €", "a" + RC + "b" + Caract(10), "", "日本", Caract(65279) + "x"]
	SI PAS fSauveTexte(sChemin, sTexte) ALORS Erreur(ErreurInfo())
	sRelu est une chaîne = fChargeTexte(sChemin)
	Trace(sRelu = sTexte, Taille(sRelu) = Taille(sTexte))
FIN
fSauveTexte(sChemin, "un")
fAjouteTexte(sChemin, RC + "deux")
Trace(Remplace(fChargeTexte(sChemin), RC, "|"), fFichierExiste(sChemin), fTaille(sChemin))
Trace(fSupprime(sChemin), fFichierExiste(sChemin), fSupprime(sChemin))
