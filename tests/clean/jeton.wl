// Office 365 par OAuth 2.0.
EmailChangeTimeOut(30)
p est un OAuth2Paramètres
p.ClientID = ChargeParamètre("client")
p.ClientSecret = ChargeParamètre("secret")
p.Scope = "https://outlook.office.com/SMTP.Send"
s est un emailSessionSMTP
s.AdresseServeur = "smtp.office365.com"
s.Port = 587
s.Option = emailProtocoleSMTPS
s.Nom = "boutique@example.com"
s.AuthToken = AuthIdentifie(p)
SI PAS EmailOuvreSession(s) ALORS
	Erreur(ErreurInfo())
	RETOUR
FIN
m est un Email
m.Expéditeur = "boutique@example.com"
m.Destinataire = "b@example.com"
m.Sujet = "Bonjour"
SI PAS EmailEnvoieMessage(s, m) ALORS Erreur(ErreurInfo())
EmailFermeSession(s)
