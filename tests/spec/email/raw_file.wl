// EmailSend sends a file as it stands: lone LF becomes CR LF, Bcc is taken out, the structure may give the envelope.
LF is string = Charact(10)
EmailStartSMTPSession("u", "mail.example.com")
fSaveText("one.eml", "From: Zoe <zoe@example.com>" + LF + "To: ""Doe, John"" <john@example.com>," + LF + " <mary@example.com>" + LF + "BCC: h1@example.com," + LF + TAB + "h2@example.com" + LF + "Subject: from a file" + LF + LF + ".hidden dot" + LF + "end" + LF)
Trace("done", EmailSend("u", "one.eml"), EmailStatus(Email.MailIdentifier) = emailSent)
Email.NbRecipient = 1
Email.Recipient = "other@example.com"
Email.Sender = "Bounces <bounces@example.com>"
Trace("done", EmailSend("u", "one.eml"))
EmailReset()
fSaveText("two.eml", "To: b@example.com" + LF + LF + "nobody wrote this")
Trace("done", EmailSend("u", "two.eml"), ErrorInfo())
fSaveText("three.eml", "From: a@example.com" + LF + LF + "for nobody")
Trace("done", EmailSend("u", "three.eml"), ErrorInfo())
Trace("done", EmailSend("u", "four.eml"), ErrorInfo())
EmailCloseSession("u")
Trace("done", EmailSend("u", "one.eml"), ErrorInfo())
