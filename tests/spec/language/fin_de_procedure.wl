// FIN: s'exécute toujours, CAS ERREUR: reçoit les erreurs que le code ne teste pas.
Trace(AvecFin())
Trace(Attrapée())
Testée()
Trace(Propagée())

PROCÉDURE AvecFin()
RENVOYER 1
FIN:
Trace("fin")

PROCÉDURE Attrapée()
ErreurDéclenche(1, "message")
Trace("jamais")
CAS ERREUR:
RENVOYER "attrapée : " + ErreurInfo()

PROCÉDURE Testée()
SI fChargeTexte("absent.txt") = "" ALORS Trace("testée, pas de saut")
CAS ERREUR:
Trace("jamais")

PROCÉDURE Propagée()
fChargeTexte("absent.txt")
Trace("jamais")
CAS ERREUR:
Trace("dans CAS ERREUR", ErreurDétectée)
RENVOYER "fini"
FIN:
Trace("FIN en dernier")
