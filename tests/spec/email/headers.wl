s is emailSMTPSession
s.ServerAddress = "mail.example.com"
EmailStartSession(s)

m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "headers"
m.Header[1].Name = "X-Order"
m.Header[1].Value = "42, été"
EmailBuildSource(m)
Trace(Position(m.Source, CR + "X-Order: ") > 0)
Trace(EmailSendMessage(s, m))
// No header can be smuggled in.
m.Header[2].Name = "X-Bad"
m.Header[2].Value = "x" + CR + "Bcc: thief@example.com"
Trace(EmailSendMessage(s, m), ErrorOccurred)
ArrayDelete(m.Header, 2)
m.Subject = "two" + CR + "lines"
Trace(EmailSendMessage(s, m), ErrorOccurred)
m.Subject = "x"
m.Recipient = "b@example.com" + CR + "RCPT TO:<thief@example.com>"
Trace(EmailSendMessage(s, m), ErrorOccurred)
