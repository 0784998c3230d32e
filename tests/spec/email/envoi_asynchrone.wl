// Une session asynchrone : les messages partent en arrière-plan, dans l'ordre.
s est une emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.Nom = "news"
s.Asynchrone = emailAsynchrone
SI PAS EmailOuvreSession(s) ALORS Erreur(ErreurInfo())
m est un Email
m.Expéditeur = "news@example.com"
m.Sujet = "Un"
m.Message = "premier"
m.Destinataire[1] = "a@example.com"
Trace(EmailEnvoieMessage(s, m), m.ID = m.IdentifiantEmailAsynchrone)
sID est une chaîne = m.ID
// La variable peut changer : ce qui est en file ne change plus.
m.Sujet = "Deux"
m.Message = "second"
m.Destinataire[1] = "b@example.com"
Trace(EmailEnvoieMessage(s, m))
TANTQUE EmailEtat(sID) = emailEnAttente
	Multitâche(1)
FIN
Trace(EmailEtat(sID) = emailEnvoyé)
EmailFermeSession(s)
Trace(EmailEtat("999") = emailErreur)
Trace(EmailEnvoieMessage(s, m))
