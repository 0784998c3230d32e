// Sessions that read log in for real under `run`; while mails are captured they do not start, and say why.
s is emailIMAPSession
s.ServerAddress = "imap.example.com"
s.Name = "zoe"
s.Password = "secret"
s.Option = optionTLS
Trace(s.Port, EmailStartSession(s), ErrorOccurred)
Trace(ErrorInfo())
Trace(EmailStartPOP3Session("zoe", "secret", "pop.example.com", 995, optionTLS), ErrorInfo() [=] "secret")
Trace(EmailNbMessage("zoe"), ErrorInfo())
EmailCloseSession(s)
