// Les relances : un tableau de messages préparés, puis un envoi.
EmailChangeTimeOut(30)
tabMessages est un tableau de Emails
POUR nFacture = 1041 _À_ 1043
	m est un Email
	m.Expéditeur = "compta@example.com"
	m.Destinataire[1] = "client" + nFacture + "@example.com"
	m.Sujet = "Facture " + nFacture
	m.Message = "Cette facture reste impayée."
	SI nFacture > 1042 ALORS m.Priorité = emailPrioritéHaute
	TableauAjoute(tabMessages, m)
FIN
s est un emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.Option = optionTLS
SI EmailOuvreSession(s) ALORS
	POUR TOUT unMessage DE tabMessages
		SI PAS EmailEnvoieMessage(s, unMessage) ALORS Trace(ErreurInfo())
	FIN
	EmailFermeSession(s)
FIN
