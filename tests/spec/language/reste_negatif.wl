// Le reste prend le signe du dividende, aussi quand le diviseur est calculé.
a, b sont des entiers
a = -7
b = 3
Trace(a % b, (a - 1) % (b + 1), (7 - 0) % (b - 6), a % (-b))
