// Signer n'est pas offert : un message qui a un certificat ne part pas, jamais sans signature en silence.
s est une emailSessionSMTP
s.AdresseServeur = "smtp.example.com"
EmailOuvreSession(s)
c est un Certificat
m est un Email
m.Expéditeur = "zoe@example.com"
m.Destinataire = "max@example.com"
Trace(m.Certificat = Null)
c = CertificatCharge("zoe.p12", "secret")
Trace(ErreurDétectée, ErreurInfo())
m.Certificat = c
Trace(m.Certificat = Null, EmailEnvoieMessage(s, m), ErreurInfo())
m.Certificat = CertificatSélectionne()
Trace(EmailConstruitSource(m), m.Source = "")
Email.Expéditeur = "zoe@example.com"
Email.Destinataire = "max@example.com"
Email.NbDestinataire = 1
Email.Certificat = c
Trace(EmailEnvoieMessage(s), ErreurInfo())
m.Certificat = Null
Trace(EmailEnvoieMessage(s, m))
