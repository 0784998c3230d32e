// Un tableau garde le type de ses éléments, par quelque chemin qu'un autre lui arrive (4.3, 5).
STPlan est une Structure
	tab est un tableau d'entiers
FIN
t est un tableau d'entiers = [1]
Remplit(t)
Trace(t[1] + 1)
v est un variant = t
v[1] = "9"
Ajoute(v, "8z")
Trace(t[1] + 1, t[2] + 1)
u est un tableau d'entiers = v
u[1] = 50
Trace(t[1] + 1)
a est un tableau = t
a[1] = "x"
POUR TOUT e DE a
	e += 1
FIN
Trace(t[1] + 1, t[2] + 1)
s est un tableau de chaînes = ["7", "8"]
p est un STPlan
p.tab = s
Trace(p.tab[2] + 1, Premier(s) + 1, Rendu()[1] + 1)
m est un tableau de tableaux d'entiers = [[1, 2], [3]]
m[1] = ["4a"]
m[2] = s
s[1] = "changé"
Trace(m[1][1] + 1, m[2][1] + 1)
// += ajoute au tableau lui-même, un élément ou ceux d'un autre.
t += "33"
t += ["5"]
t += [6, 7]
Trace(u.Occurrence, t[3] + 1, t[4] + 1)
c est un tableau de chaînes = s + t
Trace(c[3] + "x")
t <=> s
Trace(t[2] + 1, s[2] + "x")
ta est un tableau associatif de chaînes = [["k", "5"]]
tn est un tableau associatif d'entiers = ta
Trace(tn["k"] + 1)
f est une file de chaînes
Enfile(f, "7")
g est une file d'entiers = f
Trace(Défile(g) + 1)

PROCÉDURE Remplit(x)
x[1] = "7"
x[1] += 1

PROCÉDURE Premier(x est un tableau d'entiers)
x[1] += 1
RENVOYER x[1]

PROCÉDURE Rendu() : tableau d'entiers
r est un tableau de chaînes = ["1", "2"]
RENVOYER r
