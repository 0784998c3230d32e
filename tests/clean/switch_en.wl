// Everything in one SWITCH, the way some write it.
EmailSetTimeOut(30)
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Option = optionTLS
m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Priority = emailHighPriority
m.Subject = "Caf" + Charact(233)
SWITCH True
	CASE NOT s.StartSession(): Error("No connection:", ErrorInfo())
	CASE NOT s.SendMessage(m, emailOptionEncodeHeader): Error("Not sent:", ErrorInfo())
	OTHER CASE: Info("Sent")
END
s.CloseSession()
