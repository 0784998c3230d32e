// Vecteurs 60 à 69 de la section 18.
ta est un tableau associatif de chaînes = [["k", "v"]]
Trace(ta["k"])
CONSTANTE N = 4
Trace(N)
t est une chaîne = "ab"
Trace(t.Double())
x est un entier
(x,) = Paire()
Trace(x)
d est une Durée = 3 Min 30s
Trace(d..EnSecondes)
k est un entier = d
Trace(k)
TANTQUE Vrai
SI Vrai ALORS GOTO suite
Trace("no")
suite:
SORTIR
FIN
Trace("ok")
Trace("[%Unknown_Name%] [[%1]]")
s est une chaîne = [
	Hello
	
		World
]
Trace(Remplace(Remplace(s, RC, "/"), TAB, "T"))
z est un entier = 1
QUAND EXCEPTION DANS
z = z / 0
FAIRE
Trace("z")
FIN

PROCÉDURE Double(s est une chaîne) <extension> : chaîne
RENVOYER s + s

PROCÉDURE Paire()
RENVOYER (7, 8)
