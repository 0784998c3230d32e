// The historical style: a user name is the session, the structure Email is the message.
EmailSetTimeOut(60)
sUser is string = "orders"
IF NOT EmailStartSMTPSession(sUser, "", "relay.example.com", 25) THEN
	Error(ErrorInfo(errMessage))
	RETURN
END
EmailReset()
Email.Sender = "orders@example.com"
Email.Recipient[1] = "stock@example.com"
Email.Recipient[2] = "office@example.com"
Email.NbRecipient = 2
Email.Cc[1] = "boss@example.com"
Email.NbCc = 1
Email.Subject = "Order 4711"
Email.Message = "Please pack." + CR + "Thank you."
Email.Attach[1] = fExeDir() + "/order.csv"
Email.NbAttach = 1
IF EmailSendMessage(sUser) = False THEN
	Error("Not sent", ErrorInfo())
END
EmailCloseSession(sUser)
