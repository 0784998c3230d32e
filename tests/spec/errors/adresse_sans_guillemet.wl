// Les // d'une adresse ne sont pas un commentaire.
s est une chaîne = "http://exemple.com
Trace("http://ok.com")
Trace(s)
