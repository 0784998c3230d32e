// Le style d'avant, avec la structure Email.
EmailChangeTimeOut(60)
sUtilisateur est une chaîne = "commandes"
SI EmailOuvreSessionSMTP(sUtilisateur, "", "relais.example.com", 25) = Faux ALORS
	Erreur(ErreurInfo(errMessage))
	RETOUR
FIN
EmailRAZ()
Email.Expediteur = "commandes@example.com"
Email.Destinataire[1] = "stock@example.com"
Email.NbDestinataire = 1
Email.Sujet = "Commande 51007"
Email.Message = "Merci de préparer."
Email.Attache[1] = "commande.csv"
Email.NbAttache = 1
EmailEnvoieMessage(sUtilisateur)
SI ErreurDétectée ALORS
	Erreur("Non envoyé", ErreurInfo())
FIN
EmailFermeSession(sUtilisateur)
