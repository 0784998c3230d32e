// The structure Email: arrays with counters; what is above a counter does not count.
IF NOT EmailStartSMTPSession("john", "", "mail.example.com") THEN Error(ErrorInfo())
Email.Sender = "john@example.com"
Email.Recipient[3] = "three@example.com"
Email.Recipient[1] = "one@example.com"
Email.Recipient[2] = "two@example.com"
Email.NbRecipient = 2
Email.Cc[1] = "copy@example.com"
Email.NbCc = 1
Email.Bcc[1] = "hidden@example.com"
Email.NbBcc = 1
Email.Subject = "Counters"
Email.Message = "Two recipients"
Trace(EmailSendMessage("john"))
Email.NbRecipient = 5
Email.NbCc = 0
Email.NbBcc = 0
Trace(EmailSendMessage("john"))
EmailCloseSession("john")
