// What exists under Windows only: False (0, ""), and ErrorInfo tells why.
sOutlook is emailOutlookSession
sOutlook.Whatever = 12
Trace(sOutlook.Whatever)
Trace(EmailStartSession(sOutlook), ErrorOccurred, ErrorInfo())
Trace(OutlookStartSession("profile"), ErrorInfo())
Trace(EmailStartOutlookSession("profile"), ErrorInfo())
Trace("[" + OutlookListProfile() + "]", ErrorInfo())
Trace("[" + OutlookDefaultProfile() + "]", ErrorInfo())
Trace(EmailStartNotesSession("zoe"), ErrorInfo())
Trace(EmailSeekFirstNotes("zoe", "invoice"), Email.Out, ErrorInfo())
Trace(EmailStartSession("Exchange profile", "secret"), ErrorInfo())
Trace(EmailRunApp(), ErrorInfo())
Trace(EmailOpenMailbox(), ErrorInfo())
Trace(EmailAppGetArchitecture(), ErrorInfo())
m is Email
Trace(EDT_Body.ToEmail(m), ErrorInfo())
Trace(EmailSendMessage(sOutlook, m), ErrorInfo())
Trace(EmailReadFirst(sOutlook, m), m.Out, ErrorInfo())
Trace(sOutlook.GetAll()..Count, ErrorInfo())
FOR EACH x OF sOutlook
	Trace(x.Subject)
END
Trace(ErrorOccurred, ErrorInfo())
Trace(NotesOpenDatabase("server", "mail\zoe.nsf"), ErrorOccurred, ErrorInfo())
Trace("and the program goes on")
