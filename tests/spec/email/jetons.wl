// Un jeton se garde dans un texte et se restaure ; expiré, il ne sert plus, et la raison est dite.
jeton est un AuthToken = AuthImporteToken("{""access_token"": ""abc"", ""refresh_token"": ""r"", ""expires_in"": 3600}")
sTexte est une chaîne
Sérialise(jeton, sTexte, psdJSON)
copie est un AuthToken
Désérialise(copie, sTexte, psdJSON)
Trace(copie = jeton, copie.Valide, copie.DateExpiration = jeton.DateExpiration)
vieux est un AuthToken = AuthImporteToken("{""access_token"": ""secret"", ""expires_in"": -5}")
Trace(vieux.Valide, vieux = Null)
s est un emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.AuthToken = vieux
Trace(EmailOuvreSession(s))
Trace(ErreurInfo())
Trace(AuthImporteToken("{}") = Null, ErreurInfo())
