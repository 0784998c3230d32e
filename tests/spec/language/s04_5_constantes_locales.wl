// Une valeur par défaut de membre peut être une constante de la procédure (4.5, 10.6).
Va(1)
Va(2)

PROCÉDURE Va(n)
CONSTANTE LIMITE = 4
STx est une Structure
	nMax est un entier = LIMITE * n
	s est une chaîne = "x"
FIN
x est un STx
Trace(x.nMax, x.s)
