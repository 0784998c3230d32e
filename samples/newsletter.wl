// Newsletter: one session, one message a subscriber, personalised; addresses are checked first.

STSubscriber is Structure
	sName is string
	sAddress is string
	bHTML is boolean = True
END

arrSubscriber is array of STSubscriber = [["Ann", "ann@example.com", True], ["Bjørn", "bjorn@example.org", False]]
Subscribe("Broken address", "nobody at nowhere")
Subscribe("Çelik", "celik@example.net")

sess is emailSMTPSession
WITH sess
	.ServerAddress = "mail.example.com"
	.Name = "newsletter"
END
IF NOT sess.StartSession() THEN
	Error(ErrorInfo())
	EndProgram()
END

nSent, nRefused are int
FOR EACH sub OF arrSubscriber
	IF EmailCheckAddress(sub.sAddress, emailValidateSyntax) <> emailAddressValid THEN
		Warning(sub.sName + ": " + sub.sAddress + " is not an address")
		nRefused++
		CONTINUE
	END
	IF SendTo(sub) THEN nSent++ ELSE nRefused++
	Multitask(-1)
END
sess.CloseSession()
Info(StringBuild("%1 sent, %2 refused", nSent, nRefused))


PROCEDURE Subscribe(LOCAL sName is string, LOCAL sAddress is string)
	s is STSubscriber
	s.sName = sName
	s.sAddress = sAddress
	Add(arrSubscriber, s)

PROCEDURE SendTo(sub is STSubscriber) : boolean
	mail is Email
	mail.Sender = "newsletter@example.com"
	mail.Recipient = sub.sAddress
	mail.Subject = "Spring sale – 20 % off everything"
	mail.Message = Replace("Hello {name}," + CR + "spring is here!", "{name}", sub.sName)
	mail.Header[1].Name = "List-Unsubscribe"
	mail.Header[1].Value = "<mailto:unsubscribe@example.com>"
	IF sub.bHTML THEN mail.HTML = "<h1>Spring sale</h1><p>Hello " + sub.sName + "</p>"
	RESULT sess.SendMessage(mail)
