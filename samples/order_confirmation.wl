// Order confirmation: the session as a variable, the message with text, HTML and two attachments.

MySession is emailSMTPSession
MyMessage is Email
sCustomer is string = "Renée Ångström"
nOrder is int = 51007

MySession.ServerAddress = "smtp.example.com"
MySession.Port = 587
MySession.Name = "shop@example.com"
MySession.Password = "change-me"
MySession.Option = emailProtocolSMTPS	// STARTTLS, in spite of its name

IF NOT EmailStartSession(MySession) THEN
	Error("The session could not be started.", ErrorInfo(errMessage))
	RETURN
END

MyMessage.Sender = "The Corner Shop <shop@example.com>"
Add(MyMessage.Recipient, sCustomer + " <renee@example.com>")
MyMessage.Cc[1] = "orders@example.com"
MyMessage.Subject = StringBuild("Order %1 confirmed – thank you, %2!", nOrder, sCustomer)
MyMessage.Message = StringBuild([
	Dear %1,

	your order %2 is "ready" [really]:

	%3

	Your Corner Shop
], sCustomer, nOrder, OrderLines("Tea|Coffee beans|Sugar, brown"))
MyMessage.HTML = "<p>Dear <b>" + sCustomer + "</b>,<br>your order is <i>ready</i>.</p>"

// One attachment from a file, one from memory
EmailLoadAttachedFile(MyMessage, fExeDir() + ["/"] + "conditions.txt")
MyMessage.Attach[2].Name = "order.csv"
MyMessage.Attach[2].ContentType = "text/csv"
MyMessage.Attach[2].Content = "item;quantity" + CR + "Tea;1" + CR

IF EmailSendMessage(MySession, MyMessage) = True THEN
	Info("Order " + nOrder + " confirmed")
ELSE
	Error("Not sent: " + ErrorInfo())
END
EmailCloseSession(MySession)

// Numbered lines from a list
PROCEDURE OrderLines(LOCAL sItems is string) : string
sLines is string
FOR EACH STRING sItem, nPosition, nRank OF sItems SEPARATED BY "|"
	sLines += [CR] + nRank + ") " + sItem
END
RESULT sLines
END
