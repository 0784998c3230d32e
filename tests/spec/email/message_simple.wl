MaSession est un emailSessionSMTP
MonMessage est un Email
MaSession..AdresseServeur = "smtp.example.com"
MonMessage..Expediteur = "Éric Lefèvre <eric@example.com>"
MonMessage..Destinataire[1] = "Zoë <zoe@example.org>"
MonMessage..Sujet = "Ça marche : 100 € à l'été"
MonMessage..Message = "Voilà : éàüœ € — “fin”"
SI EmailOuvreSession(MaSession) ALORS
	SI EmailEnvoieMessage(MaSession, MonMessage) ALORS Info("Parti") SINON Erreur(ErreurInfo())
	EmailFermeSession(MaSession)
FIN
