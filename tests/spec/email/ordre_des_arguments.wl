// L'autre ordre est accepté là où il ne trompe pas ; l'expéditeur d'un fichier envoyé est celui de la structure.
s est une emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
EmailOuvreSession(s)
fSauveTexte("brut.eml", "From: fichier@example.com" + RC + "To: x@example.com" + RC + "Subject: Brut" + RC + RC + "corps")
m est un Email
m.Attache[1].Nom = "note.txt"
m.Attache[1].Contenu = "bonjour"
Trace(EmailSauveFichierAttaché(m.Attache[1], "a.txt"), fChargeTexte("a.txt"))
Trace(EmailSauveFichierAttaché("b.txt", m.Attache[1]), fChargeTexte("b.txt"))
Trace(m.Attache[1].SauveFichierAttaché("c.txt"), fChargeTexte("c.txt"))
Trace(EmailImporteHTML(m, "<p>un</p>"), m.HTML)
Trace(EmailImporteHTML("<p>deux</p>", m), m.HTML)
Trace(m.ImporteHTML("<p>trois</p>"), m.HTML)
Trace(EmailImporteHTML("<p>quatre</p>"), Email.HTML)
// Un nom seul n'est pas une adresse ; AdresseExpéditeur l'est.
Email.Destinataire = "r@example.com"
Email.NbDestinataire = 1
Email.Expéditeur = "Société"
Trace(EmailEnvoie(s, "brut.eml"), ErreurInfo())
Email.AdresseExpéditeur = "societe@example.com"
Trace(EmailEnvoie(s, "brut.eml"), Email.IdentifiantMail > 0)
EmailRAZ()
Trace(s.Envoie("brut.eml"))
