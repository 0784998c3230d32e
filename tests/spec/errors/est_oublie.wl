// Déclarations où il manque EST, le type ou le signe =.
s est une chaine "abc"
s est = "abc"
n un entier
