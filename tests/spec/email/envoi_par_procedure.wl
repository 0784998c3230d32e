// Une procédure d'envoi comme on en trouve partout, appelée avec et sans pièce jointe.
Trace(EnvoieMail("a@example.com;  b@example.com", "Un", "Corps" + RC + "sur deux lignes"))
Trace(EnvoieMail("a@example.com", "Deux", "Corps", "absent.pdf"))
Trace(EnvoieMail("", "Trois", "Corps"))

PROCÉDURE EnvoieMail(sDest est une chaîne, sSujet est une chaîne, sCorps est une chaîne, sPJ est une chaîne = "") : booléen
sess est un emailSessionSMTP
mail est un Email
sess..AdresseServeur = "mail.example.com"
SI PAS EmailOuvreSession(sess) ALORS RENVOYER Faux
mail..Expediteur = "moi@example.com"
POUR TOUTE CHAINE sUn DE sDest SEPAREE PAR ";"
	Ajoute(mail..Destinataire, SansEspace(sUn))
FIN
mail..Sujet = sSujet
mail..Message = sCorps
SI sPJ <> "" ALORS
	SI PAS EmailChargeFichierAttaché(mail, sPJ) ALORS
		Erreur("Pièce jointe absente : " + sPJ)
		RENVOYER Faux
	FIN
FIN
RENVOYER EmailEnvoieMessage(sess, mail)
FIN:
EmailFermeSession(sess)
