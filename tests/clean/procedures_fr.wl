// Une session globale, des procédures qui envoient.
gSession est un emailSessionSMTP
EmailChangeTimeOut(15)
SI PAS Connecte() ALORS RETOUR
SI PAS Previent("anne@example.com", "Serveur en marche") ALORS Trace(ErreurInfo())
EmailFermeSession(gSession)

PROCÉDURE Connecte() : booléen
gSession.AdresseServeur = INILit("mail", "serveur", "localhost", "mail.ini")
gSession.Option = optionTLS
gSession.Nom = INILit("mail", "nom", "", "mail.ini")
gSession.MotDePasse = INILit("mail", "motdepasse", "", "mail.ini")
RENVOYER EmailOuvreSession(gSession)

PROCÉDURE Previent(LOCAL sA est une chaîne, LOCAL sQuoi est une chaîne) : booléen
m est un Email
m.Expéditeur = "surveillance@example.com"
m.Destinataire = sA
m.Sujet = sQuoi
m.Message = sQuoi + " depuis " + HeureVersChaîne(HeureSys())
RENVOYER EmailEnvoieMessage(gSession, m)
