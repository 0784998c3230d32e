// L'option à la place du mode asynchrone : elle est prise comme option.
SI EmailOuvreSessionSMTP("marie", "", "smtp.example.com", 587, emailOptionSécuriséTLS) ALORS
	Email.Expediteur = "marie@example.com"
	Email.Destinataire[1] = "paul@example.com"
	Email.NbDestinataire = 1
	Email.Sujet = "Bonjour"
	Email.Message = "Texte"
	Trace(EmailEnvoieMessage("marie"))
FIN
EmailFermeSession("marie")
