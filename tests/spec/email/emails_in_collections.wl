// Emails and sessions stand in structures and arrays, are copied whole, and come back from procedures.
STMailing is Structure
	account is emailSMTPSession
	mails is array of Email
END
job is STMailing
job.account.ServerAddress = "mail.example.com"
job.account.Port = "2525"
Trace("done", EmailStartSession(job.account))

PROCEDURE Letter(sTo is string) : Email
	made is Email
	made.Sender = "a@example.com"
	made.Recipient[2] = sTo
	made.Attach[2].Name = "note.txt"
	made.Attach[2].Content = "note for " + sTo
	RESULT made
END

m is Email = Letter("one@example.com")
Add(job.mails, m)
m.Recipient[2] = "changed@example.com"
m.Attach[2].Name = "changed.txt"
Add(job.mails, Letter("two@example.com"))
FOR EACH mail OF job.mails
	mail.Subject = "for " + mail.Recipient[2]
	Trace("done", EmailSendMessage(job.account, mail))
END
byName is associative array of Email
byName["x"] = job.mails[1]
byName["x"].Recipient = "three@example.com"
Trace("done", EmailSendMessage(job.account, byName["x"]), job.mails[1].Recipient[2])
