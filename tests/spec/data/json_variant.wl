// JSON en variant : membres sans casse ni accents, tableaux à partir de 1, null est Null.
sReponse est une chaîne = [
{"nom": "René", "age": 42, "taille": 1.5, "actif": true, "rien": null,
 "adresses": [{"ville": "Paris"}, {"ville": "Lyon"}], "vide": {}}
]
v est un Variant = JSONVersVariant(sReponse)
Trace(v.Nom, v.âge, v.taille, v.actif, v.rien = Null, v.inconnu = Null)
Trace(v.adresses..Occurrence, v.adresses[2].Ville, v["nom"])
POUR TOUT a DE v.adresses
	Trace(a.ville)
FIN
POUR TOUT x, sCle DE v.adresses[1]
	Trace(sCle, x)
FIN
v.nom = "Renée"
v.nouveau = [1, 2]
Trace(VariantVersJSON(v))
Trace(VariantVersJSON(v.adresses, psdMiseEnForme))
w est un Variant = v
w.nom = "autre"
Trace(v.nom, w.nom)
n est un Variant
n.a = 1
n.b = "deux"
Trace(VariantVersJSON(n), VariantVersJSON(3.0), VariantVersJSON("é"), VariantVersJSON(Null))
Trace(n.a..Existe, n.c..Existe)
QUAND EXCEPTION DANS
	Trace(JSONVersVariant("{""a"": 1," + RC + " 2}"))
FAIRE
	Trace(ExceptionInfo())
FIN
QUAND EXCEPTION DANS
	Trace(JSONVersVariant("[NaN]"))
FAIRE
	Trace(ExceptionInfo())
FIN
QUAND EXCEPTION DANS
	Trace(JSONVersVariant(Répète("[", 300) + Répète("]", 300)))
FAIRE
	Trace(ExceptionInfo())
FIN
