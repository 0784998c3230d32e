s is emailSMTPSession
s.ServerAddress = "mail.example.com"
EmailStartSession(s)

m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "status"
Trace(EmailSendMessage(s, m))
Trace(EmailStatus(m.ID) = emailSent)
Trace(EmailStatus("no such message") = emailError)
Trace(m.MessageID <> "")
