// Casse et accents ne comptent ni dans les mots du langage, ni dans les noms du programme.
Été est un entier = 3
Trace(ete + ÉTÉ)
sRépertoireTemp est une chaine = "/tmp"
trace(SREPERTOIRETEMP)
si ete = 3 alors
	TRACE("si minuscule")
sinon
	Trace("jamais")
FiN
POUR TOUTE CHAINE s DE "a;b" SEPAREE PAR ";"
	Trace(s)
FIN
// Les deux langues se mélangent, même dans une instruction.
FOR EACH STRING x OF "c;d" SÉPARÉE PAR ";"
	Trace(x)
END
