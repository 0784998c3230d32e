// Un seul nom pour POP3 et SMTP : pendant la capture seule la session SMTP est ouverte, et un avis le dit.
Trace(EmailOuvreSession("jean", "secret", "pop.example.com", "smtp.example.com", 110, 25))
Email.Expediteur = "jean@example.com"
Email.Destinataire[1] = "zoe@example.com"
Email.NbDestinataire = 1
Email.Sujet = "Bonjour"
Trace(EmailEnvoieMessage("jean"))
EmailFermeSession("jean")
Trace(EmailEnvoieMessage("jean"), ErreurDétectée)
