// Daily sales report: figures from an array, a table in HTML, and a CSV file made in memory.

STSale is Structure
	sShop is string
	cAmount is currency
END

arrSale is array of STSale
Sale("Lyon", 1830.5)
Sale("Köln", 920)
Sale("Łódź", 2415.25)

cTotal is currency
sRows, sCSV are strings
sCSV = "shop;amount"
FOR EACH s OF arrSale
	cTotal += s.cAmount
	sRows += "<tr><td>" + s.sShop + "</td><td align=right>" + NumToString(s.cAmount, "12.2fS") + "</td></tr>"
	sCSV += [CR] + s.sShop + ";" + s.cAmount
END

ses is emailSMTPSession
ses.ServerAddress = "mail.example.com"
IF NOT EmailStartSession(ses) THEN Error(ErrorInfo()) ; RETURN

m is Email
WITH m
	.Sender = "reports@example.com"
	.Recipient[1] = "Management <management@example.com>"
	.Recipient[2] = "sales@example.com"
	.Subject = StringBuild("Sales of %1: %2", DateToString("20260131", "DD/MM/YYYY"), cTotal)
	.Message = "Total: " + cTotal
	.HTML = "<table>" + sRows + "<tr><th>Total</th><th>" + NumToString(cTotal, "12.2fS") + "</th></tr></table>"
END
a is emailAttach
a.Name = "sales.csv"
a.Content = StringToUTF8(sCSV)
Add(m.Attach, a)

IF EmailSendMessage(ses, m) THEN
	Info("Report sent to " + ArrayToString(m.Recipient, ", "))
ELSE
	Error("Report not sent", ErrorInfo())
END
EmailCloseSession(ses)

PROCEDURE Sale(LOCAL sShop is string, LOCAL cAmount is currency)
	aSale is STSale
	aSale.sShop = sShop
	aSale.cAmount = cAmount
	ArrayAdd(arrSale, aSale)
