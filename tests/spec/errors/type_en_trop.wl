// Un mot de trop dans un type ; ceux que la langue connaît sont dans les lignes suivantes.
n est un entier vert
m est un Email urgent
d est un tableau d'entiers verts
r est un entier non sgné
y est une date heure
// ces lignes-ci sont justes
a est un entier sans signe sur 4 octets
b est un réel double
c est une chaîne ASCIIZ sur 10 caractères
e est une chaîne UNICODE
f est un entier système
g est une chaîne fixe sur 20
h est un tableau local de 3 chaînes ANSI
i est une chaîne secrète
