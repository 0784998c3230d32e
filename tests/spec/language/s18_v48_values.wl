// Vectors 48, 49, 51 to 59 of section 18.
d is DateTime
Trace(Left(d, 4) = Left(DateSys(), 4))
Trace(5 / 2)
n is int = 5 / 2
Trace(n)
m is Email
AVEC m
.Sujet = "x"
.Message = "y"
FIN
Trace(m.Subject + m.Message)
Trace(F())
a, b are int = 3
Trace(a + "-" + b)
s is string = "a" +
"b"
Trace(s)
IF 1 = 2 OR ... // c
// whole comment line
1 = 1 THEN
Trace("y")
END
FOR EACH STRING s, p, n OF "ab;cd" SEPARATED BY ";"
Trace(s + p + n)
END
FOR EACH STRING s OF "a" + RC + "b"
Trace(s)
END
POUR TOUTE POSITION n DE "X" DANS "axbx" SansCasse
Trace(n)
FIN
IF 1 = 2 THEN Trace("a"); Trace("b") ELSE Trace("c")
FUNCTION F()
RETURN 5
