// The same in English, by members.
c is Certificate
c = CertificateLoad("zoe.p12")
Trace(ErrorOccurred, ErrorInfo())
m is Email
m.Sender = "zoe@example.com"
m.Recipient = "max@example.com"
m.Certificate = CertificateSelect()
Trace(m.BuildSource(), ErrorInfo())
