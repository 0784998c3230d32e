// Les champs d'une fenêtre sont des textes, vides sans --set.
Trace("<" + SAI_Destinataire + ">")
SAI_Destinataire = "zoe@example.com"
SAI_Destinataire..Visible = Faux
LIB_Etat..Libellé = "envoyé"
Trace(SAI_Destinataire, SAI_Destinataire..Valeur)
SI SAI_Destinataire ~= "ZOE@example.com " ALORS
	Erreur("Vérifiez l'adresse")
	RepriseSaisie(SAI_Destinataire)
FIN
Trace("jamais")
