// Three attempts to connect, a pause between them.
EmailSetTimeOut(30)
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Option = optionTLS
s.Name = "shop"
s.Password = LoadParameter("password")
bDone is boolean
FOR nTry = 1 TO 3
	IF EmailStartSession(s) THEN
		m is Email
		m.Sender = "shop@example.com"
		m.Recipient[1] = "customer@example.com"
		m.Subject = "Your parcel"
		m.Message = "It is on its way."
		bDone = EmailSendMessage(s, m)
		EmailCloseSession(s)
		BREAK
	END
	ThreadPause(100)
END
IF NOT bDone THEN Error("The message was not sent: " + ErrorInfo())
