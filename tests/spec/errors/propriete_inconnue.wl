s est un emailSessionSMTP
s.AdresseServeurs = "mail.example.com"
s..Prot = 25
m est un Email
m.Sujett = "x"
m.Envoyer()
Trace(m.Destinataires[1])
