// A session of the program that procedures send through.
gSession is emailSMTPSession
EmailSetTimeOut(15)
IF NOT Connect() THEN RETURN
IF Notify("anna@example.com", "Server is up") THEN Trace("told Anna")
IF NOT Notify("ben@example.com", "Server is up") THEN Trace(ErrorInfo())
EmailCloseSession(gSession)

PROCEDURE Connect() : boolean
gSession.ServerAddress = INIRead("mail", "server", "localhost", "mail.ini")
gSession.Option = emailProtocolSMTPS
gSession.Name = INIRead("mail", "user", "", "mail.ini")
gSession.Password = INIRead("mail", "password", "", "mail.ini")
RESULT EmailStartSession(gSession)

PROCEDURE Notify(LOCAL sTo is string, LOCAL sWhat is string) : boolean
m is Email
m.Sender = "monitor@example.com"
m.Recipient = sTo
m.Subject = sWhat
m.Message = sWhat + " since " + TimeToString(TimeSys())
RESULT EmailSendMessage(gSession, m)
