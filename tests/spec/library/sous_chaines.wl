s est une chaîne = "abcdef"
Trace(s[[2]], s[[2 À 4]], s[[5 À]], s[[À 2]], s[[3 SUR 2]])
// Hors du texte : vide, jamais une erreur.
Trace("<" + s[[9]] + s[[À 0]] + s[[À -1]] + s[[5 À 3]] + ">", s[[5 À 99]])
sAdresse est une chaîne = "a@b.fr"
Trace("<" + sAdresse[[À Position(sAdresse, "?") - 1]] + ">", sAdresse[[Position(sAdresse, "@") + 1 À]])
s[[3]] = "X"
Trace(s, Gauche(s, 2), Droite(s, 2), Milieu(s, 3, 2), "<" + Gauche(s, -1) + Milieu(s, 10) + ">", Gauche(s, 99))
Trace(Taille("é" + RC), Taille(1234), Majuscule("éà"), Minuscule("ÉÀ"), SansAccent("Noël à Çà"))
Trace(ChaîneOccurrence("ananas", "an"), Contient("Bonjour", "JOUR"), Contient("Bonjour", "JOUR", SansCasse))
Trace(Répète("ab", 3), Caract(233), Asc("A"), Caract(8364))
