// A message as a file, kept before it is sent.
EmailSetTimeOut(30)
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
m is Email
m.Sender = "archive@example.com"
m.Recipient = "b@example.com"
m.Subject = "Kept"
m.Message = "This message is in the archive too."
IF NOT EmailBuildSource(m) THEN Error(ErrorInfo()) ; RETURN
IF NOT fSaveText("kept.eml", m.Source) THEN Error(ErrorInfo()) ; RETURN
IF EmailStartSession(s) THEN
	IF NOT EmailSend(s.Name, "kept.eml") THEN Trace("not sent:", ErrorInfo())
	EmailCloseSession(s)
END
