// Identifiant, fil de discussion, identifiants des pièces jointes : options d'envoi (email.md 2.6).
s est une emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
s.OpenSession()
m est un Email
m.Expediteur = "Marie <marie@example.com>"
m.Destinataire = "paul@example.com"
m.Sujet = "fil"
m.MessageID = "<moi@example.com>"
m.Reference = "<a@example.com> <b@example.com>"
Essaie(m, 0)
Essaie(m, emailOptionMessageID)
Essaie(m, emailOptionReference)
m.HTML = "<img src='cid:logo'>"
m.Attache[1].Nom = "logo.gif"
m.Attache[1].Contenu = "GIF89a"
m.Attache[1].Identifiant = "logo"
Trace(EmailConstruitSource(m), Position(m.Source, "Content-ID: <logo>") > 0)
Trace(EmailConstruitSource(m, emailOptionSansCID), Position(m.Source, "Content-ID: <logo>") > 0)
m.MessageID = "<moi@example.com>"
Trace(EmailEnvoieMessage(s, m, emailOptionMessageID + emailOptionReference), m.MessageID)
PROCÉDURE Essaie(m, nOptions)
m.MessageID = "<moi@example.com>"
EmailConstruitSource(m, nOptions)
Trace(m.MessageID = "<moi@example.com>", Position(m.Source, "References: <a@example.com> <b@example.com>") > 0, Position(m.Source, "In-Reply-To: <b@example.com>") > 0)
