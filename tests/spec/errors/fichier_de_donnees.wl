// Un fichier de données est connu, mais pas offert : le programme va jusque-là et le dit.
Trace("avant")
HLitPremier(Client)
POUR TOUT Client
	Trace(Client.Nom)
FIN
