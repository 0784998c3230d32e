// La valeur par défaut d'un membre peut se calculer : constantes, fonctions, énumérations, tableaux.
CONSTANTE PORT_NORMAL = 25
EMode est une Énumération
	Clair
	Chiffré
FIN
STServeur est une Structure
	nPort est un entier = PORT_NORMAL * 2
	sTitre est une chaîne = Majuscule("smtp")
	eMode est un EMode = Chiffré
	eAutre est un EMode
	tabEssais est un tableau d'entiers = [1, PORT_NORMAL]
	duAttente est une Durée = 5min
FIN
s est un STServeur
t est un STServeur
t.tabEssais[1] = 99
Trace(s.nPort, s.sTitre, s.eMode = Chiffré, s.eAutre = Clair, s.tabEssais[1], s.tabEssais[2], s.duAttente..EnMinutes)
tab est un tableau de 2 EMode
Trace(tab[1] = Clair, tab[2]..Nom)
ta est un tableau associatif de EMode
Trace(ta["rien"] = Clair)
