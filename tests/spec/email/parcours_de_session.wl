// POUR TOUT … DE session est connu ; la lecture n'est pas encore offerte, la boucle ne fait aucun tour.
s est une emailSessionPOP3
m est un Email
POUR TOUT m DE s
	Trace(m.Sujet)
FIN
Trace(ErreurDétectée, ErreurInfo())
POUR TOUT unMessage DE s
	Trace(unMessage.Sujet)
	unMessage = m
FIN
Trace(ErreurInfo())
q est un emailSessionIMAP
FOR EACH x, i OF q
 Trace(x.Subject, i)
END
Trace(ErreurInfo())
