// A session variable is also known by its Name; several sessions live side by side.
s, t are emailSMTPSession
s.ServerAddress = "one.example.com"
s.Name = "first"
t.ServerAddress = "two.example.com"
t.Name = "second"
Trace(EmailStartSession(s), EmailStartSession(t))
m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "by name"
Trace(EmailSendMessage("second", m))
m.Subject = "by variable"
Trace(EmailSendMessage(s, m))
EmailCloseSession("second")
Trace(EmailSendMessage(t, m))
