// Rappel de rendez-vous, tout en méthodes (syntaxe préfixée) et en blocs AVEC.

sPatient, sHeure sont des chaînes
sPatient = "M. Françoîs Dœuff"
sHeure = "9 h 45"

smtp est un emailSessionSMTP
AVEC smtp
	.AdresseServeur = "smtp.example.com"
	.Port = "587"					// une chaîne : elle vient d'un fichier INI dans la vraie vie
	.Option = emailOptionSecuriseTLS
	.Nom = "cabinet@example.com"
	.MotDePasse = "à-changer"
FIN

rappel est un Email
AVEC rappel
	.Expediteur = """Cabinet médical, 1er étage"" <cabinet@example.com>"
	.Destinataire[1] = "patient@example.com"
	.Cc[2] = "secretariat@example.com"			// le premier élément reste vide : il est ignoré
	.Sujet = "Votre rendez-vous de demain, [%sHeure%]"
	.ConfirmationLecture = Vrai
	.Confidentialité = emailPrivé
FIN
rappel..Message = [
	Bonjour [%sPatient%],

	nous vous attendons demain à [%sHeure%].
	En cas d'empêchement, merci de prévenir le secrétariat.
]

SELON Vrai
	CAS PAS smtp.OuvreSession() : Erreur("Pas de session :", ErreurInfo())
	CAS PAS smtp.EnvoieMessage(rappel) : Erreur("Pas envoyé :", ErreurInfo())
	AUTRE CAS : Info("Rappel envoyé")
FIN
smtp.FermeSession()
