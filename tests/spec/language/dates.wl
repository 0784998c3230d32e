d est une Date = "20260131"
d..Jour++
Trace(d)
d.Mois += 1
Trace(d, d..Année, d..Mois, d..Jour)
e est une Date = "20260115"
Trace(d - e > 0, e < d)
f est une Date = "20240228"
f += 2
Trace(f)
dh est une DateHeure = "20260131153000000"
Trace(dh..PartieDate, dh..Heure, dh..Minute)
