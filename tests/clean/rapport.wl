// Le rapport de la nuit, avec le journal en pièce jointe.
EmailChangeTimeOut(30)
SessionMail est un emailSessionSMTP
SessionMail.AdresseServeur = "smtp.example.com"
SessionMail.Port = 587
SessionMail.Option = emailProtocoleSMTPS
SessionMail.Nom = "nuit@example.com"
SessionMail.MotDePasse = INILit("mail", "motdepasse", "", fRepExe() + "/mail.ini")
Rapport est un Email
Rapport.Expediteur = "Nuit <nuit@example.com>"
Ajoute(Rapport.Destinataire, "admin@example.com")
Rapport.Sujet = "Rapport du " + DateVersChaîne(DateSys(), "JJ/MM/AAAA")
Rapport.Message = "Le journal est joint."
SI PAS EmailChargeFichierAttaché(Rapport, "journal.log") ALORS
	Rapport.Message = "Pas de journal : " + ErreurInfo()
FIN
SI EmailOuvreSession(SessionMail) ALORS
	SI PAS EmailEnvoieMessage(SessionMail, Rapport) ALORS
		Erreur("Rapport non envoyé", ErreurInfo())
	FIN
	EmailFermeSession(SessionMail)
SINON
	Erreur(ErreurInfo())
FIN
