// Le style d'avant la version 15 : la structure Email, qui existe sans être déclarée, et ses compteurs.
// Le nom de l'utilisateur donné à l'ouverture EST la session.

sUtilisateur est une chaîne = "accueil"

SI PAS EmailOuvreSessionSMTP(sUtilisateur, "", "mail.example.com", 25) ALORS
	Erreur("Connexion impossible", ErreurInfo())
	RETOUR
FIN

EmailRAZ()
Email.Expediteur = "accueil@example.com"
Email.Destinataire[1] = "direction@example.com"
Email.Destinataire[2] = "Sécurité <securite@example.com>"
Email.NbDestinataire = 2
Email.Cc[1] = "planning@example.com"
Email.NbCc = 1
Email.Sujet = "Visiteurs attendus aujourd'hui"
Email.Message = "Trois visiteurs sont attendus :" + RC + ...
	TAB + "10 h 00  Mme Garçon" + RC + ...
	TAB + "14 h 30  M. Nuñez et M. Østergård"

// La pièce jointe est un chemin de fichier, lu au moment de l'envoi
Email.Attache[1] = fRepExe() + [fSep] + "conditions.txt"
Email.NbAttache = 1

SI EmailEnvoieMessage(sUtilisateur) ALORS
	Trace("Envoyé à", Email.NbDestinataire, "destinataires")
SINON
	Erreur(ErreurInfo())
FIN
EmailFermeSession(sUtilisateur)
