// Opérandes de types différents (5.4).
n est un entier = 3
x est un variant = 3
Trace(n + " pièces", x + " pièces", "2" + 2, "2" * 2, x - "1")
Trace("1" = 1, "01" = 1, "a" = 0, Vrai = 1, "1" = Vrai)
SI n ALORS Trace("n")
SI n - 3 ALORS Trace("non")
t est un tableau d'entiers = [1, 2]
Trace(TableauVersChaîne(t + [3], ","), "10" > "9", "10" > 9)
s est une chaîne = "oui"
SI s ALORS Trace("non")
