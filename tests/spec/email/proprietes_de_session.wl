s est un emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.Port = 2525
s.Nom = "jean"
s.MotDePasse = "secret"
s.Option = optionSSL
s.Asynchrone = emailAsynchrone
Trace(s..AdresseServeur, s..Port, s..Nom, s..MotDePasse, s..Option = optionTLS, s..Asynchrone = Vrai)
s..AdresseServeur = "autre.example.com"
s..MotDePasse = "autre"
Trace(s.ServerAddress, s.Password)
