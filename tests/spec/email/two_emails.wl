// A variable of type Email, the structure Email, and an array of messages in one program.
EmailStartSMTPSession("u", "mail.example.com")
Email.Sender = "a@example.com"
Email.Recipient[1] = "structure@example.com"
Email.NbRecipient = 1
Email.Subject = "from the structure"
arr is array of Emails
FOR i = 1 TO 2
	m is Email
	m.Sender = "a@example.com"
	m.Recipient = "array" + i + "@example.com"
	m.Subject = "message " + i
	Add(arr, m)
END
EmailSendMessage("u")
FOR EACH msg OF arr
	EmailSendMessage("u", msg)
END
