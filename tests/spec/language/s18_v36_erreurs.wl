// Vecteurs 36 à 39, 41, 44, 46 et 47 de la section 18.
Trace(Attrape())
Trace(Teste())
QUAND EXCEPTION DANS
ExceptionDéclenche(1,"x")
FAIRE
Trace("h")
SINON
Trace("e")
FIN
Trace("after")
f(1, *, 3)
m est un Email
m.Message = "x"
m..Sujet = "y"
Trace(m.Message + m.Sujet)
EmailChangeTimeOut(30s)
EKind est une Énumération
A
B = "bee"
FIN
k est un EKind
Trace(k = A)
k = B
Trace("" + k)
a1 est un entier
b1 est une chaîne
(a1, b1) = Paire()
Trace(a1, b1)

PROCÉDURE Attrape()
ErreurDéclenche(1,"m")
Trace("no")
CAS ERREUR:
RENVOYER "caught"

PROCÉDURE Teste()
SI PAS fSupprime("absent.txt") ALORS Trace("tested")
RENVOYER "no jump"
CAS ERREUR:
RENVOYER "jumped"

PROCÉDURE f(a, b = "B", c = "C")
Trace(a + b + c)

PROCÉDURE Paire()
RENVOYER (1, "z")
