// Une procédure suit l'envoi d'un long message : elle apprend les octets envoyés et leur total, une fois à égalité.
gnAppels, gnFins, gnDernier, gnTotal sont des entiers
gbCroît est un booléen = Vrai
s est une emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.Nom = "zoe"
EmailOuvreSession(s)
m est un Email
m.Expéditeur = "zoe@example.com"
m.Destinataire = "max@example.com"
m.Sujet = "Gros"
m.Attache[1].Nom = "gros.bin"
m.Attache[1].Contenu = Répète("0123456789", 100000)
EmailJauge(s, Suivi)
Trace(EmailEnvoieMessage(s, m), gnAppels > 3, gbCroît, gnFins, gnDernier = gnTotal, gnTotal > 1000000)

// Un message court : la fin seulement.
TableauSupprimeTout(m.Attache)
gnAppels = 0
gnFins = 0
gnDernier = 0
Trace(EmailEnvoieMessage(s, m), gnAppels, gnFins)

// "" l'enlève ; une jauge nommée ne se voit que sur un terminal.
s.Jauge("")
Trace(EmailEnvoieMessage(s, m), gnAppels)
EmailJauge("JAUGE_Envoi")
Trace(EmailEnvoieMessage(s, m), gnAppels)
EmailJauge("")

PROCÉDURE Suivi(nFait, nTotal)
gnAppels++
SI nFait < gnDernier ALORS gbCroît = Faux
SI nFait = nTotal ALORS gnFins++
gnDernier = nFait
gnTotal = nTotal
