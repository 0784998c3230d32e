// Appointment: one message in method style. A wrong address is refused before anything is sent, and corrected.

smtp is emailSMTPSession
smtp.ServerAddress = "smtp.example.com"
smtp.Option = emailOptionSecuredTLS		// no Port: the usual one of STARTTLS, 587
smtp.Name = "reception@example.com"
smtp.Password = "change-me"

msg is Email
msg.Sender = "Reception <reception@example.com>"
msg.Recipient.Add("dr.jones@example.com")
msg.Bcc.Add("archive" + Charact(13) + Charact(10) + "X-Injected: yes")	// a list read badly
msg.Subject = "Your 10:30 appointment"
msg.Message = "The patient has arrived."

IF NOT smtp.StartSession() THEN
	Error("No session", ErrorInfo())
	RETURN
END
IF NOT smtp.SendMessage(msg) THEN
	Trace("Refused, as it should be; sending without the bad address")
	ArrayDelete(msg.Bcc, 1)
	IF NOT smtp.SendMessage(msg) THEN Error(ErrorInfo())
END
smtp.CloseSession()
