// Nightly: mails the log of the backup to the administrators, with the log as an attachment.
EmailSetTimeOut(30)
MailSession is emailSMTPSession
MailSession.ServerAddress = "smtp.example.com"
MailSession.Port = 587
MailSession.Option = emailProtocolSMTPS
MailSession.Name = "backup@example.com"
MailSession.Password = INIRead("mail", "password", "", fExeDir() + "/mail.ini")

sLog is string = fExeDir() + "/backup.log"
Report is Email
Report.Sender = "Backup <backup@example.com>"
Add(Report.Recipient, "admin@example.com")
Report.Subject = "Backup of " + DateToString(Today(), "YYYY-MM-DD")
Report.Message = "The log is attached."
IF NOT EmailLoadAttachedFile(Report, sLog) THEN
	Report.Message = "There is no log: " + ErrorInfo()
END

IF EmailStartSession(MailSession) THEN
	IF NOT EmailSendMessage(MailSession, Report) THEN
		Error("The report was not sent.", ErrorInfo())
	END
	EmailCloseSession(MailSession)
ELSE
	Error(ErrorInfo())
END
