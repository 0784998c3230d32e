Trace(("a" +
	"b"))
Trace("a" + ... // commentaire
	"b")
s est une chaîne = "a" +
	"b"
Trace(s)
SI 1 = 2 OU... // rien
	// une ligne entière de commentaire

	1 = 1 ALORS
	Trace("oui")
FIN
Trace("un",
	"deux",		// dans une parenthèse, la ligne continue toute seule
	"trois")
x est un entier = 1 ; Trace(x) ; x = 2 ;
Trace(x) // fin
/* un commentaire
   de deux lignes */ Trace("après")
