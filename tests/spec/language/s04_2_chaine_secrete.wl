// Une ChaîneSecrète se convertit en chaîne et revient (4.2).
sMotDePasse est une ChaîneSecrète
Trace("<" + sMotDePasse + ">", sMotDePasse = "")
sMotDePasse = 20418
n est un entier = sMotDePasse
Trace(n + 1, sMotDePasse, "n° 20418")
tab est un tableau de ChaîneSecrète = ["premier", "second"]
POUR TOUT s DE tab
	Trace(s)
FIN
Change(sMotDePasse)
Trace(sMotDePasse, "nouveau")
RENVOYER sMotDePasse

PROCÉDURE Change(s)
s = "nouveau"
