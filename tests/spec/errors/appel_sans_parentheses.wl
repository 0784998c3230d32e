// Des appels sans parenthèses.
s est une chaîne
s = Gauche "abc", 2
Trace s
