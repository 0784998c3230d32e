MySession is emailSMTPSession
MySession..Name = "john"
MySession..ServerAddress = "mail.example.com"
MyMessage is Email
MyMessage.Sender = "john@example.com"
MyMessage.Recipient[1] = "Ann Lee <ann@example.org>"
MyMessage.Subject = "Hello"
MyMessage.Message = "First line" + CR + CR + "Last line"
IF EmailStartSession(MySession) = False THEN
	Error(ErrorInfo())
ELSE
	Trace(EmailSendMessage(MySession, MyMessage), ErrorOccurred)
	EmailCloseSession(MySession)
END
