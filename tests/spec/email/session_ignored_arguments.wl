// A session variable is started alone; what follows it is ignored, which is told once.
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
Trace(EmailStartSession(s, emailAsynchronous))
EmailCloseSession(s)
Trace(EmailStartSession(s, True))
EmailCloseSession(s)
Trace(EmailStartSession(s))
EmailCloseSession(s)
