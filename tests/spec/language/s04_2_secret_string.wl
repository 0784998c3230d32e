// A SecretString is a text that is never shown (4.2), whatever the program makes of it.
STLogin is Structure
	sUser is string
	sKey is SecretString
END
sKey is SecretString = "pa55" + "word"
sCopy is string = sKey
Trace(sKey, sCopy, sKey = "pa55word", Length(sKey))
Info("key: " + sKey + "!", StringBuild("<%1>", sCopy), "[%sKey%]")
Error(sKey)
Trace(Upper(sKey), sKey[[1 TO 4]])
login is STLogin
login.sKey = "to be or not"
Trace("I say " + login.sKey)
sKey = "ab"
Trace(sKey, "ab abc xab", "(" + sKey + ")")
sPlain is string = Middle(sKey, 2) + "c"
Trace(sPlain)
m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "key"
m.Message = "Your key: " + login.sKey
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Password = sKey
IF EmailStartSession(s) THEN EmailSendMessage(s, m)
Trace(Length(m.Message))
ExceptionThrow(1, "refused with " + login.sKey)
