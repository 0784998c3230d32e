// A Port that was assigned is used whatever the option, and may be a text.
s is emailSMTPSession
s.ServerAddress = "mail.example.com"
s.Option = optionTLS
s.Port = "587"
s.Name = "ann@example.com"
s.Password = "secret"
Trace(EmailStartSession(s))
s.Port = 26		// read when the session starts: too late
m is Email
m.Sender = "ann@example.com"
m.Recipient = "bob@example.com"
m.Message = "x"
Trace(EmailSendMessage(s, m))
