// = exact ; ~= sans casse, accents ni espaces autour ; ~~ sans espaces ni ponctuation ; [= commence, =] finit, [=] contient
Trace("été " ~= "ETE", "été" = "ete", "A.B. c" ~~ "abC")
Trace("sujet" [= "suj", "a.eml" =] ".eml", "xay" [=] "a")
Trace("  Sujet" [~ "suj", "a.EML" ~] ".eml", "xAy" [~] "a")
n est un entier = 7
SI 5 < n <= 7 ALORS Trace("dedans")
SI 5 < n < 7 ALORS Trace("jamais")
Trace(0.1 + 0.2 = 0.3, 1 / 3 = 0.3333)
Trace("12" = 12, "abc" = "ABC", "abc" <> "ABC")
Trace(n DANS (1, 3, 7), n PAS DANS (1, 3, 7))
b est un booléen = 1 = 2
Trace(b)
bFin est un booléen
bFin = n = 7
Trace(bFin)
