// Sérialise et Désérialise : structures, tableaux, dates, en JSON et en XML.
STLigne est une Structure
	Libellé est une chaîne
	Prix est un monétaire
	Payé est un booléen
FIN
STFacture est une Structure
	Numéro est un entier
	Jour est une Date
	Lignes est un tableau de STLigne
	Divers est un tableau associatif de chaînes
FIN
f est une STFacture
f.Numéro = 7
f.Jour = "20260130"
l est une STLigne
l.Libellé = "Câble <2 m>"
l.Prix = 9.9
Ajoute(f.Lignes, l)
l.Libellé = "Souris"
l.Payé = Vrai
Ajoute(f.Lignes, l)
f.Divers["couleur"] = "bleu"
s est une chaîne
Sérialise(f, s, psdJSON)
Trace(s)
g est une STFacture
Désérialise(g, s, psdJSON)
Trace(g.Numéro, g.Jour, g.Lignes..Occurrence, g.Lignes[1].Libellé, g.Lignes[2].Prix, g.Lignes[2].Payé, g.Divers["couleur"])
Sérialise(f, s, psdXML, "Facture")
Trace(s)
h est une STFacture
Désérialise(h, s, psdXML)
Trace(h.Numéro, h.Jour, h.Lignes[1].Libellé, h.Lignes[2].Payé)
// Ce qui manque garde sa valeur, ce qui est de trop ne compte pas.
Désérialise(g, "{""numero"": ""12"", ""autre"": 1}", psdJSON)
Trace(g.Numéro, g.Lignes..Occurrence)
t est un tableau d'entiers
Désérialise(t, "[3, 1, ""2""]", psdJSON)
Trace(TableauVersChaîne(t, "-"))
QUAND EXCEPTION DANS
	Désérialise(g, "{""Lignes"": [{""Prix"": {}}]}", psdJSON)
FAIRE
	Trace(ExceptionInfo())
FIN
QUAND EXCEPTION DANS
	Désérialise(g, "[1]", psdJSON)
FAIRE
	Trace(ExceptionInfo())
FIN
QUAND EXCEPTION DANS
	Sérialise(f, s, psdBinaire)
FAIRE
	Trace(ExceptionInfo())
FIN
