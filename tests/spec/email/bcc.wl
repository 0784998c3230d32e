s is emailSMTPSession
s.ServerAddress = "mail.example.com"
EmailStartSession(s)

m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Bcc[1] = "secret@example.com"
m.Bcc[2] = "Two <secret2@example.com>"
m.Subject = "hidden"
m.Message = "text"
Trace(EmailSendMessage(s, m))
// In no header, unless asked for.
EmailBuildSource(m)
Trace(Position(m.Source, "secret"))
EmailBuildSource(m, emailOptionHeaderBcc)
Trace(Position(m.Source, "secret2@example.com") > 0)
// A message may have hidden recipients only.
ArrayDeleteAll(m.Recipient)
ArrayDelete(m.Bcc, 2)
Trace(EmailSendMessage(s, m))
