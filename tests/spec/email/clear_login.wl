// Captured all the same, but a real run would refuse to send the password in clear: a warning tells.
s is emailSMTPSession
s.ServerAddress = "mail.example.com"
s.Name = "john"
s.Password = "hunter2"
Trace(EmailStartSession(s))
m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
Trace(EmailSendMessage(s, m))
