// The structure needs no name: options may stand where an Email would.
EmailStartSMTPSession("u", "mail.example.com")
Email.Sender = "a@example.com"
Email.Recipient = "b@example.com"
Email.NbRecipient = 1
Email.Bcc = "secret@example.com"
Email.NbBcc = 1
Email.Subject = "Été"
Email.MessageID = "<mine@example.com>"
Trace("done", EmailSendMessage("u", emailOptionEncodeHeader + emailOptionMessageID), Email.MessageID)
Trace("built", EmailBuildSource(), Position(Email.Source, "secret@"))
Trace("built", EmailBuildSource(emailOptionHeaderBcc), Position(Email.Source, "Bcc: secret@") > 0)
// What ErrorInfo tells after a sending is about that sending.
Trace("done", EmailSendMessage("nobody"), ErrorInfo() <> "")
Trace("done", EmailSendMessage("u"), ErrorInfo() = "")
