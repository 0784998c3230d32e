// Le même programme dans tous les encodages.
sVille est une chaîne = "Orléans, 10 €, œuvre"
Trace(sVille, Taille(sVille))
