// Erreurs, exceptions et mise au point sous leurs deux noms (stdlib.md 3).
Trace("<" + ErreurInfo() + ">", "<" + ErrorInfo(errFullDetails) + ">", ErrorOccurred)
fChargeTexte("absent.txt")
Trace(ErreurDétectée, ErreurInfo() <> "", ErrorInfo(errMessage) = ErreurInfo(errRésumé), Position(ErreurInfo(errComplet), RC) > 0)
ErreurDéclenche(7, "valeur %1", 3)
Trace(ErreurInfo(), ErrorInfo(errCode), ErrorOccurred)
ErrorThrow(8, "second")
Trace(ErrorInfo(), Appelante(), Caller())
QUAND EXCEPTION DANS
	ExceptionDéclenche(12, "grave %1", "x")
FAIRE
	Trace(ExceptionInfo(), ExceptionInfo(errCode), ExceptionInfo(errLine) > 0, ExceptionInfo(errMessage))
	ExceptionActive()
	ExceptionEnable()
FIN
QUAND EXCEPTION DANS
	Relance()
FAIRE
	Trace("encore", ExceptionInfo(), ExceptionInfo(errCode))
FIN
Trace(dbgAssertion(Faux, "jamais %1", 1), dbgAssert(True, "never"))
dbgErreur("rien")
dbgError("nothing")
ErreurChangeParamètre(epCode)
ErreurRestaureParamètre()
ErrorChangeParameter(epCode)
ErrorRestoreParameter()
ExceptionChangeParamètre(epCode)
ExceptionChangeParameter(epCode)

PROCÉDURE Appelante()
Fautive()
RENVOYER "la suite ne court pas"
CAS ERREUR:
	RENVOYER ErreurInfo(errCode) + " " + Remplace(ErreurInfo(), RC, "|")

PROCÉDURE Fautive()
ErreurDéclenche(5, "interne")
RENVOYER 1
CAS ERREUR:
	ErreurPropage("pas fait")
	RENVOYER 0

PROCEDURE Caller()
Faulty()
RESULT "not reached"
CASE ERROR:
	RESULT ErrorInfo(errCode) + " " + ErrorInfo()

PROCEDURE Faulty()
ErrorThrow(6, "inner")
CASE ERROR:
	ErrorPropagate(9, "renumbered")

PROCEDURE Relance()
QUAND EXCEPTION DANS
	ExceptionThrow(13, "thrown")
FAIRE
	QUAND EXCEPTION DANS
		ExceptionPropage()
	FAIRE
		ExceptionPropagate()
	FIN
FIN
