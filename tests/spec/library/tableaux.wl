t est un tableau de chaînes = ["poire", "Figue", "banane"]
TableauTrie(t)
Trace(TableauVersChaîne(t, " "))
TableauTrie(t, ttDécroissant)
Trace(TableauVersChaîne(t, " "))
Trace(TableauCherche(t, tcLinéaire, "banane"), TableauCherche(t, tcLinéaire, "absent") <= 0)
TableauSupprime(t, 1)
Trace(TableauOccurrence(t), t[1])
TableauInsère(t, 1, "kiwi")
Trace(t[1], t..Occurrence)
u est un tableau de chaînes
ChaîneVersTableau("a;b;c", u, ";")
Trace(u..Occurrence, u[3])
Trace(Ajoute(u, "d"), Dimension(u))
TableauSupprimeTout(u)
Trace(u..Occurrence)
n est un tableau d'entiers = [3, 1, 10]
TableauTrie(n, ttCroissant)
Trace(n[1], n[2], n[3])
