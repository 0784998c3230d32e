// What stands behind the type of an attachment travels with it, and comes back when the message is sent on.
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
EmailStartSession(s)
m is Email
m.Sender = "zoe@example.com"
m.Recipient = "max@example.com"
m.Subject = "Friday"
m.Attach[1].Name = "friday.ics"
m.Attach[1].Content = "BEGIN:VCALENDAR"
m.Attach[1].ContentType = "text/calendar; method=REQUEST; charset=utf-8"
m.Attach[2].Name = "note.txt"
m.Attach[2].Content = "hello"
Trace(EmailBuildSource(m))
PROC(m.Source)

// What was read has the bare type, and keeps the rest.
again is Email
again.Source = m.Source
Trace(EmailImportSource(again), again.Attach[1].ContentType, again.Attach[2].ContentType)
copied is Email = again
Trace(EmailBuildSource(copied))
PROC(copied.Source)

// Another type has parameters of its own.
copied.Attach[1].ContentType = "application/ics"
Trace(EmailBuildSource(copied))
PROC(copied.Source)

// The historical structure does the same.
Email.Source = m.Source
Trace(EmailImportSource(), Email.AttachContentType[1], EmailBuildSource())
PROC(Email.Source)

PROCEDURE PROC(sSource)
FOR EACH STRING sLine OF sSource SEPARATED BY CRLF
	IF Position(sLine, "name=") > 0 OR Position(sLine, "method=") > 0 THEN Trace(sLine)
END
