// The eight properties, with one dot and with two; what is written is what is read.
s is emailSMTPSession
Trace("<" + s.ServerAddress + ">", s.Port, s.Option = emailOptionDefault, s.Asynchronous = emailSynchronous, s.IgnoreError)
s.ServerAddress = "smtp.example.com"
s.Port = 2525
s.Name = "user"
s.Password = "secret"
s.Option = optionTLS
s.Asynchronous = emailAsynchronous
s.IgnoreError = emailSessionIgnoreInvalidCertificate + emailSessionIgnoreRevocation
Trace(s..ServerAddress, s..Port, s..Name, s..Password, s..Option = optionTLS, s..Asynchronous = True)
s..Port = "587"
s..Name = "other"
Trace(s.Port + 1, s.Name)
Trace(s.AuthToken = Null)
