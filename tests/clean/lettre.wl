// La lettre du mois : une session, un message par abonné.
EmailChangeTimeOut(20)
nEnvoyes, nEchecs sont des entiers
ses est un emailSessionSMTP
AVEC ses
	.AdresseServeur = "smtp.example.com"
	.Port = 465
	.Option = optionTLS
	.Nom = "lettre@example.com"
	.MotDePasse = ChargeParamètre("lettre.mdp")
FIN
SI PAS EmailOuvreSession(ses) ALORS
	Erreur("Pas de connexion : " + ErreurInfo(errMessage))
	RETOUR
FIN
POUR TOUTE CHAINE sLigne DE fChargeTexte("abonnes.txt") SEPAREE PAR RC
	SI sLigne = "" ALORS CONTINUER
	msg est un Email
	msg.Expéditeur = "La lettre <lettre@example.com>"
	msg.Destinataire.Ajoute(ExtraitChaîne(sLigne, 1, TAB))
	msg.Sujet = "Les nouveautés de mai"
	msg.HTML = "<p>Bonjour " + TexteVersHTML(ExtraitChaîne(sLigne, 2, TAB)) + "</p>"
	SI EmailEnvoieMessage(ses, msg, emailOptionEncodeEntête) ALORS
		nEnvoyes++
	SINON
		nEchecs++
		Trace(sLigne, ErreurInfo())
	FIN
FIN
EmailFermeSession(ses)
Info(nEnvoyes + " envoyés, " + nEchecs + " échecs")
