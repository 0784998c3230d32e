// Rapport de sauvegarde, lancé chaque nuit : les fichiers sont comptés, un journal est joint par son contenu.
// Une erreur ne doit pas arrêter le rapport : elle en fait partie.

gsJournal est une chaîne
gnErreurs est un entier

Journal("Début de la sauvegarde")
SI PAS Sauvegarde("conditions.txt") ALORS gnErreurs++
SI PAS Sauvegarde("comptes-introuvables.xlsx") ALORS gnErreurs++
Journal("Fin de la sauvegarde")

EnvoieRapport(gnErreurs)

PROCÉDURE Journal(LOCAL sTexte est une chaîne)
	gsJournal += [RC] + sTexte

// Renvoie Vrai si le fichier a été lu et contrôlé
PROCÉDURE Sauvegarde(LOCAL sFichier est une chaîne) : booléen
	sChemin est une chaîne = fRepExe() + [fSep] + sFichier
	bufContenu est un Buffer = fChargeBuffer(sChemin)
	Journal(sFichier + " : " + Taille(bufContenu) + " octets")
	RENVOYER Vrai
CAS ERREUR:
	Journal(sFichier + " : ÉCHEC")
	RENVOYER Faux

PROCÉDURE EnvoieRapport(LOCAL nErreurs est un entier)
	sess est un emailSessionSMTP
	sess.AdresseServeur = "relais.example.com"
	sess.Port = 25
	rapport est un Email
	pj est un emailAttache

	SI PAS sess.OuvreSession() ALORS
		Erreur("Rapport non envoyé", ErreurInfo(errComplet))
		RETOUR
	FIN
	rapport.Expéditeur = "Sauvegarde <sauvegarde@example.com>"
	rapport.Destinataire.Ajoute("informatique@example.com")
	rapport.Sujet = nErreurs = 0 ? "Sauvegarde réussie" SINON "Sauvegarde : " + nErreurs + " erreur(s)"
	SI nErreurs > 0 ALORS
		rapport.Priorité = emailPrioritéHaute
		rapport.Destinataire.Ajoute("astreinte@example.com")
	FIN
	rapport.Message = "Le journal de la nuit est joint."
	pj.Nom = "journal-été.txt"
	pj.ContentType = "text/plain"
	pj.Contenu = ChaîneVersUTF8(gsJournal)
	Ajoute(rapport.Attache, pj)
	SI sess.EnvoieMessage(rapport) ALORS Info("Rapport envoyé, " + nErreurs + " erreur(s)") SINON Erreur(ErreurInfo())
	sess.FermeSession()
FIN:
	Trace("Traitement terminé")
