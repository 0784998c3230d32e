// What EmailBuildSource wrote, EmailImportSource reads.
m is Email
m.Sender = "Zoé Müller <zoe@example.com>"
m.SenderAddress = "answers@example.com"
m.Recipient = "Doe, John <john@example.org>"
Add(m.Recipient, "anna@example.org")
m.Cc = "cc@example.org"
m.Subject = "Order № 51007, été"
m.Message = "Hello," + CR + "déjà."
m.HTML = "<p>Hello <img src='cid:logo'>"
m.Priority = emailLowPriority
m.Confidentiality = emailPrivate
m.Attach[1].Name = "données.csv"
m.Attach[1].Content = "a;b"
m.Attach[1].ContentDescription = "Les données"
m.Attach[2].Name = "logo.gif"
m.Attach[2].Content = "GIF89a"
m.Attach[2].Identifier = "logo"
m.Header[1].Name = "X-Campaign"
m.Header[1].Value = "été"
EmailBuildSource(m)

n is Email
n.Source = m.Source
Trace(EmailImportSource(n))
Trace(n.Sender, n.SenderAddress)
Trace(n.Recipient..Count, n.Recipient[1], n.Recipient[2], n.Cc[1])
Trace(n.Subject, n.Message = m.Message, n.HTML = m.HTML, n.PlainText = n.Message)
Trace(n.Priority = emailLowPriority, n.Confidentiality = emailPrivate, n.DispositionNotification, n.Out)
FOR EACH a OF n.Attach
	Trace(a.Name, a.ContentType, a.Identifier, a.ContentDescription, a.Content)
END
FOR EACH h OF n.Header
	IF h.Name = "X-Campaign" OR h.Name = "Subject" THEN Trace(h.Name, h.Value)
END
Trace(n.SendDate, n.MessageID = m.MessageID)

// An imported message is a message as any other: its properties count, not the headers that it came with.
n.Subject = "Changed"
n.Recipient = "other@example.org"
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.StartSession()
Trace(s.SendMessage(n))

empty is Email
empty.Subject = "stays"
Trace(empty.ImportSource(), empty.Subject)
Trace(ErrorInfo())
