// La syntaxe préfixée, et les deux langues sur les mêmes objets.
s est un emailSessionSMTP
s.AdresseServeur = "mail.example.com"
m est un Email
m.Sender = "a@example.com"
m.Destinataire.Ajoute("b@example.com")
m.Sujet = "méthodes"
Trace(s.OuvreSession(), s.EnvoieMessage(m))
s.FermeSession()
Trace(s.StartSession())
Trace(s.SendMessage(m))
s.CloseSession()
Trace(m.ConstruitSource())
Trace(Position(m.Source, "a@example.com") > 0)
