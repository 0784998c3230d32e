// { "nom" } désigne la variable de ce nom (6.7, 16) : lue, affectée, membre, élément, procédure, champ.
STAdresse est une Structure
	sVille est une chaîne
	nCode est un entier
FIN
CONSTANT MAX_ESSAIS = 3
nCompteur est un entier = 1
uneAdresse est un STAdresse
tabNoms est un tableau de chaînes = ["a", "b"]
dJour est une Date = "20260130"
sNom est une chaîne = "nCompteur"

{sNom} = 41
{"NCOMPTEUR", indVariable} += 1
{"ncompteur"}++
Trace({sNom}, nCompteur, {"MAX_ESSAIS"})
{"nCompteur"} = "12abc"
Trace(nCompteur + 1)

{"uneAdresse.sVille"} = "Sète"
{"uneAdresse"}.nCode = 34200
{"uneAdresse"}..nCode++
Trace(uneAdresse.sVille, uneAdresse.nCode, {"uneAdresse:sVille"})
{"tabNoms"}[2] = "é"
Trace(tabNoms[2], {"tabNoms"}..Occurrence, {"tabNoms"}[1])
{"dJour..Mois"} = 12
{"dJour"}..Jour = 25
Trace(dJour)

Trace({"Double"}(21))
Augmente({"nCompteur"})
Trace(nCompteur)

{"SAI_Nom", indChamp} = "Élodie"
{"FEN_Saisie.SAI_Nom"}..Visible = Faux
Trace(SAI_Nom, SAI_Nom..Visible, {"SAI_Nom"}..Visible)
Locale("nLocal")
Trace({"nInconnu"})

PROCÉDURE Double(n)
RENVOYER n * 2

PROCÉDURE Augmente(n)
n += 100

PROCÉDURE Locale(sVariable)
nLocal est un entier = 7
{sVariable}++
{"nCompteur"}++
Trace({sVariable}, nLocal, nCompteur)
