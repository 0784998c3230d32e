// Un saut de ligne ne peut entrer dans aucun en-tête : rien ne part.
sPiège est une chaîne = RC + "Bcc: intrus@exemple.fr"
EmailOuvreSessionSMTP("u", "smtp.exemple.fr")
PROCÉDURE Bon() : Email
m est un Email
m.Expéditeur = "a@exemple.fr"
m.Destinataire = "b@exemple.fr"
RENVOYER m
FIN
m est un Email
m = Bon()
m.Sujet = "x" + sPiège
Trace("sujet", EmailEnvoieMessage("u", m))
m = Bon()
m.Expéditeur = "Zoé" + sPiège + " <a@exemple.fr>"
Trace("expéditeur", EmailEnvoieMessage("u", m))
m = Bon()
m.AdresseExpéditeur = "r@exemple.fr" + sPiège
Trace("réponse", EmailEnvoieMessage("u", m))
m = Bon()
m.Cc = "c@exemple.fr" + sPiège
Trace("copie", EmailEnvoieMessage("u", m))
m = Bon()
m.Entête[1].Nom = "X-Essai"
m.Entête[1].Valeur = "v" + sPiège
Trace("en-tête", EmailEnvoieMessage("u", m))
m = Bon()
m.Entête[1].Nom = "X-Essai: v" + sPiège
Trace("nom d'en-tête", EmailEnvoieMessage("u", m))
m = Bon()
m.MessageID = "<x@exemple.fr>" + sPiège
Trace("identifiant", EmailEnvoieMessage("u", m, emailOptionMessageID))
m = Bon()
m.Référence = "<x@exemple.fr>" + sPiège
Trace("référence", EmailEnvoieMessage("u", m, emailOptionRéférence))
m = Bon()
m.Attache[1].Nom = "a.txt" + sPiège
Trace("nom de pièce", EmailEnvoieMessage("u", m))
m.Attache[1].Nom = "a.txt"
m.Attache[1].ContentType = "text/plain" + sPiège
Trace("type de pièce", EmailEnvoieMessage("u", m))
m.Attache[1].ContentType = ""
m.Attache[1].Identifiant = "id" + sPiège
Trace("identifiant de pièce", EmailEnvoieMessage("u", m))
m.Attache[1].Identifiant = ""
m.Attache[1].ContentDescription = "d" + sPiège
Trace("description", EmailEnvoieMessage("u", m))
// Dans le texte, ce n'est que du texte.
m = Bon()
m.Message = "bonjour" + sPiège
Trace("texte", EmailEnvoieMessage("u", m))
