// The style of the years before version 15: the structure Email, its counters, and the user name as the session.

CONSTANT
	USER = "billing@example.com"
	FIRST_REMINDER = 10
	SECOND_REMINDER = 30
END

IF NOT EmailStartSMTPSession(USER, "change-me", "smtp.example.com", 587, False, emailOptionSecuredTLS) THEN
	Error("Cannot connect: " + ErrorInfo())
	RETURN
END

nSent is int
sInvoices is string = "1007" + TAB + "12" + TAB + "kim@example.com" + CR + "1012" + TAB + "3" + TAB + "lee@example.com" + CR + ...
	"0988" + TAB + "45" + TAB + "pat@example.com"
FOR EACH STRING sLine OF sInvoices SEPARATED BY CR
	nDays is int = Val(ExtractString(sLine, 2))
	SWITCH nDays
		CASE < FIRST_REMINDER
			Trace("Invoice " + ExtractString(sLine, 1) + " can wait")
		CASE FIRST_REMINDER TO SECOND_REMINDER
			Remind("Friendly reminder", ExtractString(sLine, 1), nDays, ExtractString(sLine, 3))
		OTHER CASE
			Remind("SECOND REMINDER", ExtractString(sLine, 1), nDays, ExtractString(sLine, 3))
	END
END
EmailCloseSession(USER)
Info(nSent + " reminders sent")

PROCEDURE Remind(LOCAL sTitle, LOCAL sInvoice, LOCAL nDays, LOCAL sTo)
	EmailReset()
	Email.Sender = USER
	Email.SenderAddress = "accounts@example.com"
	Email.Recipient[1] = sTo
	Email.NbRecipient = 1
	Email.Bcc[1] = "archive@example.com"
	Email.NbBcc = 1
	Email.Subject = sTitle + ": invoice " + sInvoice
	Email.Message = "Invoice " + sInvoice + " has been due for " + nDays + " days." + CR + "Thank you for paying it soon."
	IF EmailSendMessage(USER) THEN nSent++ ELSE Error(sTo + ": " + ErrorInfo())
