// L'adresse du serveur est un nom seul ; le port et la sécurité ont leurs propriétés.
s est un emailSessionSMTP
Trace(EmailOuvreSession(s), ErreurInfo())
s.AdresseServeur = "smtp.exemple.fr:587"
Trace(EmailOuvreSession(s), ErreurInfo())
s.AdresseServeur = "smtps://smtp.exemple.fr"
Trace(EmailOuvreSession(s), ErreurInfo())
s.AdresseServeur = "smtp.exemple.fr"
s.Port = 70000
Trace(EmailOuvreSession(s), ErreurInfo())
s.Port = "587"
s.Option = 7
Trace(EmailOuvreSession(s), ErreurInfo())
s.Option = 2
s.MotDePasse = "jamais montré"
s.Nom = "moi"
Trace(EmailOuvreSession(s), ErreurDétectée)
m est un Email
m.Expéditeur = "a@exemple.fr"
m.Destinataire = "b@exemple.fr"
Trace(EmailEnvoieMessage(s, m))
// Un nouveau démarrage ferme d'abord la session, même s'il échoue.
s.AdresseServeur = ""
Trace(EmailOuvreSession(s), EmailEnvoieMessage(s, m))
