// A message from each account: every turn of the loop has a session of its own.
STAccount is Structure
	sServer is string
	sName is string
END
EmailSetTimeOut(30)
arrAccounts is array of STAccount
oneAccount is STAccount
oneAccount.sServer = "smtp.example.com"
oneAccount.sName = "a@example.com"
Add(arrAccounts, oneAccount)
FOR EACH acc OF arrAccounts
	s is emailSMTPSession
	s.ServerAddress = acc.sServer
	s.Name = acc.sName
	s.Option = optionTLS
	m is Email
	m.Sender = acc.sName
	m.Recipient = "all@example.com"
	m.Subject = "Test of " + acc.sName
	IF EmailStartSession(s) THEN
		IF NOT EmailSendMessage(s, m) THEN Trace(ErrorInfo())
		EmailCloseSession(s)
	END
END
