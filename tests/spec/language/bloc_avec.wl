m est un Email
AVEC m
	.Sujet = "x"
	.Message = "y"
	.Destinataire[1] = "z@example.com"
FIN
Trace(m.Subject + m.Message + m..Destinataire[1])
// Les noms français dans un bloc anglais, comme dans les exemples publiés
s is emailSMTPSession
WITH s
	.AdresseServeur = "mail.example.com"
	.Port = 26
END
Trace(s.ServerAddress, s..Port)
