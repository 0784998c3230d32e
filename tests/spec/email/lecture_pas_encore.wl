// Les fonctions de lecture sont connues ; elles échouent avec une raison, sans arrêter le programme.
s est un emailSessionPOP3
s.AdresseServeur = "pop.example.com"
s.Nom = "jean"
s.MotDePasse = "secret"
Trace(EmailOuvreSession(s), ErreurDétectée, ErreurInfo() <> "")
Trace(ErreurInfo() [=] "secret")
Trace(EmailNbMessage(s))
Trace(EmailOuvreSessionOutlook("profil"), ErreurInfo() [=] "Outlook")
