// Un formulaire : l'adresse est vérifiée, le sujet est fixe.
EmailChangeTimeOut(30)
SI EmailVérifieAdresse(SAI_Email, emailValideSyntaxe) <> emailAdresseValide ALORS
	Erreur("Adresse incorrecte")
	RETOUR
FIN
s est un emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.Option = emailProtocoleSMTPS
SI PAS EmailOuvreSession(s) ALORS
	Erreur(ErreurInfo())
	RETOUR
FIN
m est un Email
m.Expéditeur = "site@example.com"
m.Destinataire = SAI_Email
m.Sujet = "Votre demande"
m.Message = SAI_Message
SI EmailEnvoieMessage(s, m) ALORS
	Info("Merci")
SINON
	Erreur(ErreurInfo())
FIN
EmailFermeSession(s)
