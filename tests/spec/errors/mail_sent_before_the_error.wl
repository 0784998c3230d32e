// What was sent before an error is shown all the same.
s is emailSMTPSession
s.ServerAddress = "mail.example.com"
EmailStartSession(s)
m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "sent"
EmailSendMessage(s, m)
Trace(1 / (Length(m.Subject) - 4))
