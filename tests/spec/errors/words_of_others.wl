// What other libraries call the things of mail.
s is emailSMTPSession
s.Host = "smtp.example.com"
s.SSL = True
s.Option = emailOptionSSL
s.Open()
m is Email
m.Body = "text"
m.AddAttachment("a.pdf")
SendMail(s, m)
IF EmailStatus(m) = emailSending THEN MsgBox("wait")
s.Close()
Trace(emailOptionNoBcc)
