// Confirmation de commande : une session en variable, un message texte et HTML.
// Les propriétés s'écrivent avec un point ou avec deux, comme dans les projets de tous les âges.

STLigne est une Structure
	sDésignation est une chaîne
	nQuantité est un entier
	mPrix est un monétaire
FIN

MaSession est un emailSessionSMTP
MonMessage est un Email
tabLignes est un tableau de STLigne
sClient est une chaîne = "Élodie Lefèvre"
sAdresse est une chaîne = "elodie.lefevre@example.com"
nNuméro est un entier = 20418

// --- Les lignes de la commande
AjouteLigne("Café moulu 250 g", 4, 3.90)
AjouteLigne("Théière en grès", 1, 28.50)
AjouteLigne("Boîte à thé, décor « Été »", 2, 7.25)

// --- La session : connexion en clair puis STARTTLS sur le port 587
MaSession..AdresseServeur = "smtp.example.com"
MaSession..Port = 587
MaSession..Nom = "boutique@example.com"
MaSession..MotDePasse = "à-changer"
MaSession..Option = emailOptionSécuriséTLS

SI PAS EmailOuvreSession(MaSession) ALORS
	Erreur("La session SMTP n'est pas ouverte.", ErreurInfo(errMessage))
	RETOUR
FIN

// --- Le message
MonMessage.Expéditeur = "La Boutique d'Été <boutique@example.com>"
Ajoute(MonMessage.Destinataire, ChaîneConstruit("%1 <%2>", sClient, sAdresse))
MonMessage.Cci[1] = "archives@example.com"
MonMessage.Sujet = ChaîneConstruit("Votre commande n° %1 est confirmée", nNuméro)
MonMessage.Message = TexteCommande()
MonMessage.HTML = HTMLCommande()

SI EmailEnvoieMessage(MaSession, MonMessage, emailOptionEncodeEntête) ALORS
	Info("Confirmation envoyée à " + sClient)
SINON
	Erreur("L'envoi a échoué : " + ErreurInfo())
FIN
EmailFermeSession(MaSession)


// Ajoute une ligne à la commande
PROCÉDURE AjouteLigne(LOCAL sDésignation est une chaîne, LOCAL nQuantité est un entier, LOCAL mPrix est un monétaire)
UneLigne est un STLigne
UneLigne.sDésignation = sDésignation
UneLigne.nQuantité = nQuantité
UneLigne.mPrix = mPrix
Ajoute(tabLignes, UneLigne)
FIN

// Le total de la commande
PROCÉDURE Total() : monétaire
mTotal est un monétaire
POUR TOUT UneLigne DE tabLignes
	mTotal += UneLigne.nQuantité * UneLigne.mPrix
FIN
RENVOYER mTotal
FIN

// La version texte du message
PROCÉDURE TexteCommande() : chaîne
sTexte est une chaîne = [
	Bonjour %1,

	nous avons bien reçu votre commande :

]
POUR TOUT UneLigne, nRang DE tabLignes
	sTexte += RC + nRang + ". " + UneLigne.nQuantité + " × " + UneLigne.sDésignation
FIN
sTexte += RC + RC + "Total : " + NumériqueVersChaîne(Total(), ",2f") + " €" + RC
RENVOYER ChaîneConstruit(sTexte, sClient)
FIN

// La version HTML du message
PROCÉDURE HTMLCommande() : chaîne
sHTML est une chaîne
POUR TOUT UneLigne DE tabLignes
	sHTML += "<tr><td>" + UneLigne.sDésignation + "</td><td>" + UneLigne.nQuantité + "</td></tr>"
FIN
RENVOYER "<html><body><h1>Merci, " + sClient + " !</h1><table>" + sHTML + "</table></body></html>"
FIN
