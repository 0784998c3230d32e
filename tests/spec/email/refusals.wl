// What cannot be sent is answered False, with a reason, and nothing stops the program.
s is emailSMTPSession
m is Email
Trace(EmailSendMessage(s, m), ErrorOccurred, ErrorInfo() <> "")		// not started
s.ServerAddress = "mail.example.com"
Trace(EmailStartSession(s), ErrorOccurred)
Trace(EmailSendMessage(s, m), ErrorOccurred)		// no sender
m.Sender = "a@example.com"
Trace(EmailSendMessage(s, m), ErrorOccurred)		// no recipient
m.Recipient[2] = "  "
Trace(EmailSendMessage(s, m))
m.Recipient[1] = "b at example.com"
Trace(EmailSendMessage(s, m))
m.Recipient[1] = "b@example.com"
Trace(EmailSendMessage(s, m), ErrorOccurred)
EmailCloseSession(s)
EmailCloseSession(s)
Trace(EmailSendMessage(s, m), ErrorOccurred)		// closed
