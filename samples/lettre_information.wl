// Lettre d'information : la liste vient d'un fichier, le texte est personnalisé, l'envoi continue après un échec.

sListe est une chaîne = fChargeTexte(fRepExe() + [fSep] + "clients.csv")
SI ErreurDétectée ALORS
	Erreur("La liste des clients manque.", ErreurInfo(errMessage))
	FinProgramme()
FIN

session est un emailSessionSMTP
AVEC session
	.AdresseServeur = "smtp.example.com"
	.Port = 465
	.Option = optionSSL			// TLS dès le premier octet
	.Nom = "lettre@example.com"
	.MotDePasse = "à-changer"
FIN
SI PAS EmailOuvreSession(session) ALORS
	Erreur(ErreurInfo())
	RETOUR
FIN

sModèle est une chaîne = [
	Bonjour {NOM},

	les nouveautés de février sont arrivées :
	 - le miel de châtaignier ;
	 - la confiture de mûres.

	À très bientôt !
]

nEnvois, nRang est un entier
POUR TOUTE CHAÎNE sLigne DE sListe SÉPARÉE PAR RC
	nRang++
	SI nRang = 1 OU SansEspace(sLigne) = "" ALORS CONTINUER		// l'en-tête, la dernière ligne vide
	sNom est une chaîne = ExtraitChaîne(sLigne, 1, ";")
	sEmail est une chaîne = SansEspace(ExtraitChaîne(sLigne, 2, ";"))
	SI sEmail DANS ("", EOT) ALORS CONTINUER
	SI EmailVérifieAdresse(sEmail, emailValideSyntaxe) <> emailAdresseValide ALORS CONTINUER
	SI sNom = "" ALORS sNom = "chers amis"

	lettre est un Email
	lettre.Expéditeur = "L'Épicerie <lettre@example.com>"
	lettre.Destinataire.Ajoute(sEmail)
	lettre.Sujet = "Février à l'épicerie : miel & mûres"
	lettre.Message = Remplace(sModèle, "{NOM}", sNom)
	lettre.HTML = "<p>Bonjour <b>" + sNom + "</b>,</p><p>les nouveautés de février sont arrivées.</p>"
	SI EmailEnvoieMessage(session, lettre) ALORS
		nEnvois++
	SINON
		Erreur(sEmail + " : " + ErreurInfo())
	FIN
FIN
EmailFermeSession(session)
Info(ChaîneConstruit("%1 lettres envoyées", nEnvois))
