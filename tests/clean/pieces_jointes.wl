// Des pièces jointes de trois sortes.
EmailChangeTimeOut(30)
m est un Email
m.Expéditeur = "a@example.com"
m.Destinataire = "b@example.com"
m.Sujet = "Documents"
m.Attache[1].Nom = "tarif.csv"
m.Attache[1].Contenu = "thé;3"
pj est un emailAttache
pj.Nom = "note.txt"
pj.Contenu = fChargeBuffer("note.txt")
Ajoute(m.Attache, pj)
SI PAS m.ChargeFichierAttaché("conditions.pdf") ALORS Trace(ErreurInfo())
s est un emailSessionSMTP
s.AdresseServeur = "localhost"
SI PAS EmailOuvreSession(s) ALORS RETOUR
SI PAS EmailEnvoieMessage(s, m) ALORS Erreur(ErreurInfo())
EmailFermeSession(s)
