// Relance des factures échues : une boucle, un message par client, un récapitulatif au comptable.

CONSTANTE
	DELAI_TOLERE = 8		// jours
	SERVEUR = "mail.example.com"
FIN

STFacture est une Structure
	sNumero est une chaîne
	sClient est une chaîne
	sEmail est une chaîne
	dEcheance est une Date
	moMontant est un monétaire
FIN

gtabFactures est un tableau de STFacture
gSession est un emailSessionSMTP
sRecap est une chaîne
nRelances est un entier

Facture("F-1041", "Garage Müller", "compta@muller.test", "20260105", 480)
Facture("F-1057", "Boulangerie Noël & Fils", "contact@noel.test", "20260112", 96.40)
Facture("F-1066", "Mairie de Saint-Éloi", "finances@saint-eloi.test", "20260128", 1250)
Facture("F-1070", "Sans adresse", "", "20260102", 12)

gSession.AdresseServeur = SERVEUR
gSession.Nom = "relances"
SI EmailOuvreSession(gSession) = Faux ALORS
	Erreur(ErreurInfo())
	RETOUR
FIN

POUR TOUT uneFacture DE gtabFactures
	SI uneFacture.sEmail ~= "" ALORS
		Trace("Pas d'adresse pour", uneFacture.sClient)
		CONTINUER
	FIN
	nRetard est un entier = DateDifférence(uneFacture.dEcheance, "20260131")
	SI nRetard <= DELAI_TOLERE ALORS CONTINUER
	SI Relance(uneFacture, nRetard) ALORS
		nRelances++
		sRecap += [RC] + uneFacture.sNumero + TAB + uneFacture.sClient + TAB + nRetard + " jours"
	SINON
		Erreur("Relance " + uneFacture.sNumero + " non envoyée : " + ErreurInfo())
	FIN
FIN

// Le récapitulatif
mRecap est un Email
mRecap.Expéditeur = "relances@example.com"
mRecap.Destinataire = "comptable@example.com"
mRecap.Sujet = "Relances du " + DateVersChaîne("20260131", "JJ/MM/AAAA") + " : " + nRelances
mRecap.Message = sRecap
EmailEnvoieMessage(gSession, mRecap)
EmailFermeSession(gSession)
Info(nRelances + " relances envoyées")


PROCEDURE Facture(LOCAL sNumero, LOCAL sClient, LOCAL sEmail, LOCAL dEcheance, LOCAL moMontant)
	f est un STFacture
	f.sNumero = sNumero ; f.sClient = sClient ; f.sEmail = sEmail
	f.dEcheance = dEcheance
	f.moMontant = moMontant
	TableauAjoute(gtabFactures, f)

PROCEDURE Relance(uneFacture est un STFacture, LOCAL nJours est un entier) : booléen
	m est un Email
	m.Expéditeur = "Service comptable <relances@example.com>"
	m.AdresseExpéditeur = "comptable@example.com"		// c'est à elle que le client répond
	m.Destinataire[1] = uneFacture.sClient + " <" + uneFacture.sEmail + ">"
	m.Sujet = ChaîneConstruit("Facture %1 : %2 jours de retard", uneFacture.sNumero, nJours)
	SI nJours > 20 ALORS m.Priorité = emailPrioritéHaute
	m.Message = "Madame, Monsieur," + RC + RC + ...
		"sauf erreur de notre part, la facture " + uneFacture.sNumero + ...	// le numéro
		" d'un montant de " + NumériqueVersChaîne(uneFacture.moMontant, ",2f") + " € reste impayée." + RC + RC + ...
		"Cordialement"
	RENVOYER EmailEnvoieMessage(gSession, m)
