// One session, one message object, many readers.
EmailSetTimeOut(20)
gnSent is int
gnFailed is int
ses is emailSMTPSession
WITH ses
	.ServerAddress = "smtp.example.com"
	.Port = 465
	.Option = optionTLS
	.Name = "news@example.com"
	.Password = LoadParameter("news.password")
END
IF NOT EmailStartSession(ses) THEN
	Error("No connection: " + ErrorInfo(errMessage))
	RETURN
END
sReaders is string = fLoadText("readers.txt")
FOR EACH STRING sLine OF sReaders SEPARATED BY CR
	IF sLine = "" THEN CONTINUE
	msg is Email
	msg.Sender = "News <news@example.com>"
	msg.Recipient.Add(ExtractString(sLine, 1, TAB))
	msg.Subject = "What is new in May"
	msg.HTML = "<p>Dear " + TextToHTML(ExtractString(sLine, 2, TAB)) + ",</p>"
	IF EmailSendMessage(ses, msg) THEN
		gnSent++
	ELSE
		gnFailed += 1
		Trace(sLine, ErrorInfo())
	END
END
EmailCloseSession(ses)
Info(gnSent + " sent, " + gnFailed + " failed")
