sFile is string = fTempPath() + [fSep] + "wlmail-settings.ini"
Trace(INIWrite("smtp", "server", "mail.example.com", sFile))
INIWrite("smtp", "port", 587, sFile)
Trace(INIRead("SMTP", "Server", "none", sFile), INIRead("smtp", "user", "none", sFile))
s is emailSMTPSession
s.Port = INIRead("smtp", "port", "25", sFile)
Trace(s.Port)
fDelete(sFile)
