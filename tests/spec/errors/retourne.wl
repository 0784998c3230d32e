// RETOURNE n'est pas un mot du langage.
PROCÉDURE f(n)
RETOURNE n * 2
FIN
return f(2)
