// <nom>: valeur, dans n'importe quel ordre ; ce qui manque garde sa valeur par défaut (8.3).
f(<b>: 2, <a>: 1)
f(1, <c>: 3)
f(<a>: "seul")
n est un entier = 1
Augmente(<pas>: 10, <nombre>: n)
Trace(n)
Trace("ab".Suivi(<par>: "c"))

PROCÉDURE f(a, b = "B", c = "C")
Trace(a, b, c)

PROCÉDURE Augmente(nombre, pas)
nombre += pas

PROCÉDURE Suivi(s est une chaîne, avant = "<", par = ">") <extension> : chaîne
RENVOYER avant + s + par
