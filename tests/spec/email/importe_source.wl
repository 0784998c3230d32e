// La structure : les listes et leurs compteurs, les pièces jointes par leur nom.
Email.Source = "From: Boutique <boutique@example.com>" + RC
Email.Source += "To: undisclosed-recipients:;, Zoé <zoe@example.org>" + RC
Email.Source += "Cc: =?iso-8859-1?Q?M=FCller=2C_Zo=E9?= <z@example.org>" + RC
Email.Source += "Subject: =?utf-8?Q?Pi=C3=A8ces?=" + RC + " jointes" + RC
Email.Source += "Date: Thu, 01 Jan 2026 10:00:00 +0100" + RC
Email.Source += "X-Priority: 1 (Highest)" + RC + "Return-Receipt-To: boutique@example.com" + RC
Email.Source += "Content-Type: multipart/mixed; boundary=b" + RC + RC
Email.Source += "--b" + RC + "Content-Type: text/html; charset=iso-8859-1" + RC + "Content-Transfer-Encoding: quoted-printable" + RC + RC
Email.Source += "<p>D=E9j=E0</p><p>vu</p>" + RC
Email.Source += "--b" + RC + "Content-Type: text/plain; name=""..\secret/note.txt""" + RC + RC + "une note" + RC
Email.Source += "--b" + RC + "Content-Type: message/rfc822" + RC + RC + "Subject: avant" + RC + RC + "Bonjour" + RC
// La dernière limite manque.
Trace(EmailImporteSource())
Trace(Email.Expéditeur, Email.AdresseExpéditeur, Email.Sujet)
Trace(Email.NbDestinataire, Email.Destinataire[1], Email.NbCc, Email.Cc[1], Email.NbCci)
Trace(Email.Message = "", Email.HTML, Email.TexteBrut)
Trace(Email.Priorité = emailPrioritéHaute, Email.AccuséRéception, Email.ConfirmationLecture, Email.DateRéception)
POUR i = 1 À Email.NbAttache
	Trace(Email.Attache[i], Email.AttacheContentType[i])
FIN
Trace(EmailSauveFichierAttaché("note.txt", "copie.txt"), fChargeTexte("copie.txt"))
Trace(EmailSauveFichierAttaché(2, "copie.eml"), Gauche(fChargeTexte("copie.eml"), 14))

// Une source qui n'en est pas une est lue comme un texte.
m est un Email
m.Source = "Juste une phrase, sans en-tête."
Trace(m.ImporteSource(), m.Message, m.Sujet = "", m.Attache..Occurrence)
