// While mails are captured nobody signs in: a stand-in token, told once, lets the program go on.
params is OAuth2Parameters
params.ClientID = "client"
params.ClientSecret = "very secret"
params.AuthURL = "https://id.example.com/auth"
params.TokenURL = "https://id.example.com/token"
params.Scope = "https://mail.example.com/"
params.RedirectionURL = "http://localhost:9000"
params.ResponseType = oauth2ResponseTypeCode
token is AuthToken
Trace(token = Null, token.Valid)
token = AuthIdentify(params)
Trace(token = Null, token.Valid, ErrorOccurred)
s is emailSMTPSession
s.ServerAddress = "smtp.example.com"
s.Name = "zoe@example.com"
s.Option = emailProtocolSMTPS
s.AuthToken = token
Trace(EmailStartSession(s))
m is Email
m.Sender = "zoe@example.com"
m.Recipient = "jean@example.com"
Trace(EmailSendMessage(s, m))
