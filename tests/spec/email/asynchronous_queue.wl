// What is queued is read at the call: the file may go, the session may close at once.
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Asynchronous = True
IF NOT EmailStartSession(s) THEN Error(ErrorInfo())
sFile is string = fTempPath() + "wlmail-queued.txt"
fSaveText(sFile, "kept")
m is Email
m.Sender = "a@example.com"
m.Recipient[1] = "b@example.com"
m.Subject = "attached"
EmailLoadAttachedFile(m, sFile)
Trace(EmailSendMessage(s, m))
fDelete(sFile)
m.Recipient[1] = "no address"
Trace(EmailSendMessage(s, m), ErrorInfo())
EmailCloseSession(s)
EmailCloseSession(s)
