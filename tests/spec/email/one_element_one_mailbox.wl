s is emailSMTPSession
s.ServerAddress = "mail.example.com"
EmailStartSession(s)

// A comma or semicolon in an element never makes two recipients.
m is Email
m.Sender = "a@example.com"
m.Recipient[1] = "b@example.com, c@example.com"
Trace(EmailSendMessage(s, m))
m.Recipient[1] = "b@example.com;c@example.com"
Trace(EmailSendMessage(s, m))
m.Recipient[1] = """Lee, Ann"" <ann@example.com>"
m.Recipient[2] = "ann@example.com"		// the same address once in the envelope
m.Recipient[3] = "bob@example.com"
Trace(EmailSendMessage(s, m))
