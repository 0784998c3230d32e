// Publipostage : un message par ligne d'un texte, une seule session.
s est un emailSessionSMTP
s.AdresseServeur = "mail.example.com"
SI PAS s.OuvreSession() ALORS FinProgramme(ErreurInfo())
sListe est une chaîne = "Ann;ann@example.com" + RC + RC + "Bob;bob@example.com" + RC + "Sans adresse;"
nEnvois est un entier
POUR TOUTE CHAÎNE sLigne DE sListe SÉPARÉE PAR RC
	SI ExtraitChaîne(sLigne, 2, ";") DANS ("", EOT) ALORS CONTINUER
	m est un Email		// remis à zéro à chaque tour
	m.Expéditeur = "lettre@example.com"
	m.Destinataire.Ajoute(ExtraitChaîne(sLigne, 2, ";"))
	m.Sujet = "Pour " + ExtraitChaîne(sLigne, 1, ";")
	SI s.EnvoieMessage(m) ALORS nEnvois++
FIN
s.FermeSession()
Info(nEnvois + " envois")
