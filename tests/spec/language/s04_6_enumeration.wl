// Valeurs associées, ..Valeur, ..Nom, noms qualifiés, valeur par défaut, contexte de chaîne (4.6).
EGenre est une Énumération
	GenreA
	GenreB = "second"
	GenreC = 7
FIN
g est un EGenre
Trace(g, g..Nom, g..Valeur, g = GenreA, g = EGenre.GenreA)
g = GenreB
Trace("<" + g + ">", g..Nom, g..Valeur, Taille(g), Majuscule(g))
g = EGenre::GenreC
Trace(g = GenreC, g + 1, g = 7, g <> GenreA)
g = "second"
Trace(g.Nom)
POUR TOUTE CHAÎNE s DE EGenre.GenreB SÉPARÉE PAR "c"
	Trace(s)
FIN
SELON g
	CAS GenreA : Trace("A")
	CAS EGenre.GenreB : Trace("B")
FIN
t est un tableau de EGenre = [GenreC, GenreA]
Trace(t[1], t[2]..Nom)
h = GenreC
Trace(h..Nom, h..Valeur)
g = "troisième"
