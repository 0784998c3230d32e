// Les tableaux d'un Email grandissent quand on écrit après leur fin ; les éléments vides sont ignorés.
s est un emailSessionSMTP
s.AdresseServeur = "mail.example.com"
EmailOuvreSession(s)
m est un Email
m.Expéditeur = "a@example.com"
m.Destinataire[3] = "trois@example.com"
Trace(m.Destinataire..Occurrence, "<" + m.Destinataire[1] + ">")
m..Cc[2] = "copie@example.com"
Ajoute(m.Destinataire, "quatre@example.com")
m.Destinataire.Ajoute("cinq@example.com")
TableauAjoute(m.Destinataire, "six@example.com")
Trace(m.Destinataire..Occurrence)
m.Sujet = "trous"
Trace(EmailEnvoieMessage(s, m))
m.Destinataire = "seul@example.com"		// le tableau devient cet élément
Trace(m.Destinataire..Occurrence, m.Destinataire[1])
