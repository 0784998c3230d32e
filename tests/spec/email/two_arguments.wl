// EmailStartSMTPSession(user, server), and (user, server, port): the password in the middle may be left out.
Trace(EmailStartSMTPSession("a", "one.example.com"))
Trace(EmailStartSMTPSession("b", "two.example.com", 2525))
Trace(EmailStartSMTPSession("c", "secret", "three.example.com", 587, False, emailOptionSecuredTLS))
Trace(EmailStartSMTPSession("d", "secret", "four.example.com", 465, optionTLS, optionTLS))
Email.Sender = "x@example.com"
Email.Recipient[1] = "y@example.com"
Email.NbRecipient = 1
FOR EACH STRING sUser OF "a,b,c,d" SEPARATED BY ","
	EmailSendMessage(sUser)
	EmailCloseSession(sUser)
END
