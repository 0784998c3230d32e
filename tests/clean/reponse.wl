// Un message reçu est relu de sa source, puis une réponse est écrite.
EmailChangeTimeOut(30)
mRecu est un Email
mRecu.Source = fChargeTexte("recu.eml")
SI PAS EmailImporteSource(mRecu) ALORS
	Erreur(ErreurInfo())
	RETOUR
FIN
mReponse est un Email
mReponse.Expéditeur = "b@example.com"
SI mRecu.AdresseExpéditeur <> "" ALORS
	mReponse.Destinataire = mRecu.AdresseExpéditeur
SINON
	mReponse.Destinataire = mRecu.Expéditeur
FIN
mReponse.Sujet = "RE: " + mRecu.Sujet
mReponse.Message = "Merci de votre message."
s est un emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.Option = optionTLS
SI EmailOuvreSession(s) ALORS
	SI PAS EmailEnvoieMessage(s, mReponse) ALORS Erreur(ErreurInfo())
	EmailFermeSession(s)
FIN
