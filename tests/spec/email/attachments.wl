s is emailSMTPSession
s.ServerAddress = "mail.example.com"
EmailStartSession(s)

m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Subject = "attachments"
m.Message = "See the files."
m.Attach[1].Name = "data.csv"
m.Attach[1].Content = "1;2"
m.Attach[1].ContentType = "text/csv"
m.Attach[2].Content = "no name, so it is not sent"
a is emailAttach
a.Name = "logo.gif"
a.Content = "GIF89a"
Add(m.Attach, a)
Trace(m.Attach..Occurrence, EmailSendMessage(s, m))
