// A contact form: what the visitor types is cleaned before it becomes a header.
EmailSetTimeOut(30)
sTo is string
Input("Where to?", sTo)
IF EmailCheckAddress(sTo, emailValidateSyntax) <> emailAddressValid THEN
	Error("This is no address.")
	RETURN
END
sTitle is string
Input("Title?", sTitle)
sTitle = NoCharacter(sTitle, CR)
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Option = emailProtocolSMTPS
m is Email
m.Sender = "form@example.com"
m.Recipient = sTo
m.Subject = sTitle
m.Message = fLoadText("text.txt")
IF EmailStartSession(s) THEN
	IF NOT EmailSendMessage(s, m) THEN Error(ErrorInfo())
	EmailCloseSession(s)
END
