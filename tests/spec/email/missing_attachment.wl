// A missing file stops the sending before any network traffic.
EmailStartSMTPSession("u", "mail.example.com")
Email.Sender = "a@example.com"
Email.Recipient[1] = "b@example.com"
Email.NbRecipient = 1
Email.Attach[1] = "missing.pdf"
Email.NbAttach = 1
Trace(EmailSendMessage("u"), ErrorOccurred)
Trace(ErrorInfo() [=] "missing.pdf", ErrorInfo() [= "EmailSendMessage")
Email.NbAttach = 0
Trace(EmailSendMessage("u"), ErrorOccurred)
