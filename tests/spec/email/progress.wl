// While a procedure is told how far a message is, its session can send nothing else; closing it loses the message.
gbTried is boolean = False
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
EmailStartSession(s)
big is Email
big.Sender = "zoe@example.com"
big.Recipient = "max@example.com"
big.Subject = "Big"
big.Attach[1].Name = "big.bin"
big.Attach[1].Content = RepeatString("0123456789", 100000)
small is Email
small.Sender = "zoe@example.com"
small.Recipient = "max@example.com"
small.Subject = "Small"
EmailProgressBar(s, Sending)
Trace(EmailSendMessage(s, big))
Trace(EmailSendMessage(s, small))
EmailProgressBar(Closing, s)
Trace(EmailSendMessage(s, big), ErrorInfo())
Trace(EmailSendMessage(s, small), ErrorInfo())

PROCEDURE Sending(nDone, nAll)
IF NOT gbTried AND nDone < nAll THEN
	gbTried = True
	Trace(EmailSendMessage(s, small), ErrorInfo())
END

PROCEDURE Closing(nDone, nAll)
EmailCloseSession(s)
