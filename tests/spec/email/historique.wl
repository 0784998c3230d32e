SI EmailOuvreSessionSMTP("jean", "", "mail.example.com", 25) ALORS
	Email.Expéditeur = "jean@example.com"
	Email.Destinataire = "claire@example.com"		// l'élément 1
	Email.NbDestinataire = 1
	Email.Sujet = "Le style d'avant"
	Email.Message = "Été"
	Trace(EmailEnvoieMessage("jean"))
	EmailRAZ()
	Trace("<" + Email.Sujet + ">", Email.NbDestinataire, "<" + Email.Expéditeur + ">")
	Email.NbDestinataire = 0
	Trace(EmailEnvoieMessage("jean"), ErreurDétectée)
	EmailFermeSession("jean")
	EmailFermeSession("jean")
FIN
