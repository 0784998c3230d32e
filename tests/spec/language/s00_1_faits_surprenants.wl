// Les faits de language.md 0.1, nombres pairs ; les impairs sont dans s00_1_surprising_facts.
// 2. Paramètres par référence, sauf LOCAL.
n est un entier = 1
Augmente(n)
NAugmentePas(n)
Trace(n)
// 4. Les accents sont facultatifs, dans les noms aussi.
gsRépertoire est une chaîne = "tmp"
Trace(GSREPERTOIRE, gsrepertoire)
// 6. La condition : c ? x SINON y.
Trace(n > 1 ? "oui" SINON "non")
// 8. Les durées s'écrivent.
d est une Durée = 3 Min 30s
k est un entier = 500ms
Trace(d, k)
// 10. CAS ERREUR: et CAS EXCEPTION: en fin de procédure.
Trace(Attrape(), Rattrape())
// 12. Un nom peut contenir @, un texte des guillemets courbes.
nPosition@ est un entier = 4
Trace(nPosition@, “courbes”)
// 14. Une DateHeure non initialisée contient maintenant.
dh est une DateHeure
Trace(Gauche(dh, 8) = DateSys())
// 16. AVEC x … FIN.
m est un Email
AVEC m
	.Sujet = "x"
	.Message = "y"
FIN
Trace(m.Subject + m..Message)
// 18. a, b sont des T = v n'initialise que le dernier.
a, b sont des entiers = 3
Trace(a, b)
// 20. Un opérateur en fin de ligne continue l'instruction.
s est une chaîne = "un" +
	"deux"
SI n = 5 OU
	n = 2 ALORS
	Trace(s)
FIN

PROCÉDURE Augmente(x)
x++

PROCÉDURE NAugmentePas(LOCAL x)
x++

PROCÉDURE Attrape()
ErreurDéclenche(1, "m")
Trace("non")
CAS ERREUR:
RENVOYER "erreur"

PROCÉDURE Rattrape()
x est un entier
RENVOYER 1 / x
CAS EXCEPTION:
RENVOYER "exception"
