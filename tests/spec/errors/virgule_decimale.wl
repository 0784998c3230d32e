// La virgule décimale.
r est un réel = 12,50
Trace(r)
