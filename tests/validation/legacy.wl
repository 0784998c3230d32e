// What a WINDEV project sends today
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Port = 587
s.Name = "shop@example.com"
s.Password = "change-me"
s.Option = emailProtocolSMTPS
m is Email
IF NOT EmailStartSession(s) THEN
	Error(ErrorInfo())
	EndProgram()
END
m.Sender = "Shop <shop@example.com>"
Add(m.Recipient, "Renée <renee@example.com>")
m.Cc[1] = "sales@example.com"
m.Bcc[1] = "archive@example.com"
m.Subject = "Order #" + SAI_Order + " – confirmed"
m.Message = "Dear Renée," + CR + CR + "thank you." + CR
m.HTML = "<p>Dear <b>Renée</b>, thank you.</p>"
m.Attach[1].Name = "order.csv"
m.Attach[1].Content = "item;quantity" + CR + "Tea;1" + CR
IF NOT EmailSendMessage(s, m) THEN Error(ErrorInfo())
EmailCloseSession(s)
