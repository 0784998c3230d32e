// A function is a method only of the types whose values it takes first.
s is emailSMTPSession
p is emailPOP3Session
m is Email
a is emailAttach
h is emailHeader
m.SendMessage(s)
s.SendMesage(m)
s.BuildSource()
s.GetAll()
p.GetAl()
a.BuildSource()
a.SaveAttachement("a.txt")
h.ImportHTML("x")
Email.StartSession()
s.CheckAddress("zoe@example.com")
"zoe".SendMessage(m)
"zoe".StartSession()
