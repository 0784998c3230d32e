// Affectations écrites comme ailleurs.
n est un entier = 1
n =+ 2
n := 3
n + = 4
s est une chaîne &= "a"
