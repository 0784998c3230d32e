// Errors are caught at the end of the procedure.
EmailSetTimeOut(30)
SendAll()

PROCEDURE SendAll()
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Option = emailOptionDefault
IF EmailStartSession(s) THEN
	m is Email
	m.Sender = "a@example.com"
	m.Recipient = "b@example.com"
	m.Subject = "Hello"
	m.Attach[1].Name = "list.csv"
	m.Attach[1].Content = "a;b" + CR
	IF NOT EmailSendMessage(s, m) THEN Trace(ErrorInfo())
	EmailCloseSession(s)
END
CASE ERROR:
Trace("error: " + ErrorInfo())
CASE EXCEPTION:
Trace("exception: " + ExceptionInfo())
