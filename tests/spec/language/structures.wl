STAdresse est une Structure
	sRue, sVille sont des chaînes
	nCode est un entier = 75000
FIN
STClient est une Structure
	sNom est une chaîne
	Adresse est un STAdresse
	tabTel est un tableau de chaînes
FIN
c est un STClient
c.sNom = "Léa"
c.Adresse.sVille = "Liège"
c:Adresse:sRue = "rue Haute"
Ajoute(c.tabTel, "+32 4 000")
d est un STClient = c
d.sNom = "Autre"
Trace(c.sNom, c.Adresse.sVille, c.Adresse.sRue, c.Adresse.nCode, c.tabTel[1])
Trace(d.sNom, d.Adresse.sVille)
a est un STAdresse = ["quai", "Namur", 5000]
Trace(a.sRue, a.nCode)
