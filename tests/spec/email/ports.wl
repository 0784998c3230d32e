// Without a Port, the usual one of the option.
Send(emailOptionDefault)
Send(emailProtocolSMTPS)
Send(optionTLS)
Send(2)

PROCEDURE Send(nOption is int)
s is emailSMTPSession
m is Email
s.ServerAddress = "mail.example.com"
s.Option = nOption
IF NOT EmailStartSession(s) THEN Error(ErrorInfo())
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "option " + nOption
EmailSendMessage(s, m)
EmailCloseSession(s)
