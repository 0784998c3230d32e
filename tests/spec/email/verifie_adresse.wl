POUR TOUT sAdresse DE ["jean@example.com", "Jean <jean@example.com>", "jean@localhost", "jean", "@example.com", "jean@@example.com", "a b@example.com", ""]
	nEtat est un entier = EmailVérifieAdresse(sAdresse, emailValideSyntaxe)
	Trace(sAdresse, nEtat = emailAdresseValide, nEtat = emailAdresseSyntaxeIncorrecte)
FIN
Trace(EmailCheckAddress("x@y.notatld", emailValidateSyntaxStrict) = emailAddressValid)
Trace(EmailCheckAddress("x@y.com", emailValidateSyntaxStrict) = emailAddressValid)
