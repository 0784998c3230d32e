s est un emailSessionSMTP
s.AdresseServeur = "mail.example.com"
EmailOuvreSession(s)
m est un Email
m.Destinataire = "b@example.com"
m.Expéditeur = "Service après-vente <sav@example.com>"
m.AdresseExpéditeur = "reponse@example.com"		// répondre à
m.Sujet = "répondre ailleurs"
Trace(EmailEnvoieMessage(s, m))
m.Expéditeur = "Service achats"					// un nom seul : l'adresse est dans AdresseExpéditeur
m.Sujet = "nom sans adresse"
Trace(EmailEnvoieMessage(s, m))
m.AdresseExpéditeur = ""
Trace(EmailEnvoieMessage(s, m), ErreurDétectée)
