// EmailEtat prend l'identifiant d'un message : le message lui-même n'en est pas un.
m est un Email
Trace(EmailEtat(m.IdentifiantEmailAsynchrone) = emailErreur)
QUAND EXCEPTION DANS
	Trace(EmailEtat(m))
FAIRE
	Trace(ExceptionInfo())
FIN
QUAND EXCEPTION DANS
	Trace(EmailEtat(Email))
FAIRE
	Trace(ExceptionInfo())
FIN
