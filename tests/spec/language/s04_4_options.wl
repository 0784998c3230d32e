// Options, valeur des absents, et une valeur initiale (4.4).
tb est un tableau associatif (ccSansCasse, 7) d'entiers = [["Abc", 1]]
tb["aBC"]++
Trace(tb["abc"], tb["zz"], tb..Occurrence)
tc est un tableau associatif (ccSansCasse) de chaînes
tc["K"] = "v"
Trace(tc["k"], tc["x"] + "|")
td est un tableau associatif (*, "rien") de chaînes
Trace(td["x"], td["x"]..Existe)
te est un tableau associatif de chaînes <= td
Trace(te["y"])
n est un entier = 3
tf est un tableau associatif (ccSansCasse + AvecDoublon, n * 2, wlInt) de réels
Trace(tf["a"] + 0.5)
