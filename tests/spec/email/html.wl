s est un emailSessionSMTP
s.AdresseServeur = "mail.example.com"
EmailOuvreSession(s)
m est un Email
m.Expéditeur = "a@example.com"
m.Destinataire = "b@example.com"
m.Sujet = "texte et HTML"
m.Message = "Bonjour Noël"
m.HTML = "<p>Bonjour <b>Noël</b></p>"
EmailEnvoieMessage(s, m)
m.Sujet = "HTML seul"
m.Message = ""
EmailEnvoieMessage(s, m)
