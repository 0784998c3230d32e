// Whatever stands in front of the address is one name.
EmailStartSMTPSession("u", "mail.example.com")
m is Email
m.Sender = "Müller, Zoé <zoe@example.com>"
Add(m.Recipient, "Doe, John <john@example.com>")
Add(m.Recipient, """Smith; Mary"" <mary@example.com>")
Add(m.Recipient, "Anne ""Nan"" O'Brien <anne@example.com>")
Add(m.Recipient, "A. B. (sales) <ab@example.com>")
Add(m.Recipient, "  <bare@example.com>  ")
Add(m.Recipient, "日本 太郎 <taro@example.com>")
Add(m.Recipient, "=?utf-8?Q?no_word?= <word@example.com>")
Add(m.Recipient, "info@bücher.example")
m.Subject = "=?utf-8?Q?no_word?= either"
Trace("done", EmailSendMessage("u", m), ErrorInfo())
m.Recipient = "john@example.com, mary@example.com"
Trace("done", EmailSendMessage("u", m), ErrorInfo())
m.Recipient = "John <john@example.com> Doe"
Trace("done", EmailSendMessage("u", m), ErrorInfo())
