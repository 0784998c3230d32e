// Un SI que rien ne ferme.
n est un entier = 3
SI n > 2 ALORS
	Trace("grand")
Trace("suite")
