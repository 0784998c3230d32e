EGenre est une Énumération
	GenreA
	GenreB
FIN
COption est une Combinaison
	optA
FIN
g est un EGenre
c est un COption
Trace(g..Valuer, EGenre.GenreD)
c.optB = Vrai
GenreA = 3
