POUR TOUTE CHAÎNE s DE "a;b" SÉPARÉE PAR ";"
	Trace(s)
FIN
// nom de la partie, position, rang
POUR TOUTE CHAÎNE s, p, n DE "ab;cd" SÉPARÉE PAR ";"
	Trace(s + p + n)
FIN
// sans séparateur : les lignes
POUR TOUTE CHAÎNE s DE "un" + RC + "deux"
	Trace(s)
FIN
POUR TOUTE CHAÎNE s DE "" SÉPARÉE PAR ";"
	Trace("jamais")
FIN
POUR TOUTE CHAÎNE s DE "x;;y;" SÉPARÉE PAR ";"
	Trace("<" + s + ">")
FIN
POUR TOUTE POSITION n DE "X" DANS "axbx" SansCasse
	Trace(n)
FIN
