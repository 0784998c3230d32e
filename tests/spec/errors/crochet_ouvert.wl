// Des crochets qui ne sont pas fermés, ou par une parenthèse.
t est un tableau d'entiers = [1, 2, 3
Trace(t[1)
Trace(t[2])
