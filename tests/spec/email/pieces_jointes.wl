s est un emailSessionSMTP
s.AdresseServeur = "mail.example.com"
EmailOuvreSession(s)
sFichier est une chaîne = fRepTemp() + [fSep] + "wlmail-été.txt"
fSauveTexte(sFichier, "abc")
m est un Email
m.Expéditeur = "a@example.com"
m.Destinataire = "b@example.com"
m.Sujet = "pièce jointe"
m.Message = "voir le fichier"
Trace(m.ChargeFichierAttaché(sFichier))
Trace(EmailChargeFichierAttaché(m, "absent.pdf"), ErreurDétectée, m.Attache..Occurrence)
Trace(m.Attache[1].Nom, m.Attache[1].ContentType)
fSupprime(sFichier)		// le contenu est déjà lu
Trace(EmailEnvoieMessage(s, m))
