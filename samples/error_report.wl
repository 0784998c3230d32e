// Error report: an exception in a nightly job is caught, and its details are mailed to support.

sStep is string = "start"
nTotal is int

WHEN EXCEPTION IN
	sStep = "reading the counters"
	nTotal = SumOf("12,30,7")
	sStep = "average"
	nTotal = Average(nTotal, 0)
DO
	sDetails is string = ExceptionInfo(errMessage)
	Trace("Job stopped at step: " + sStep)
	MailSupport("Nightly job stopped: " + sStep, sDetails)
ELSE
	Trace("All well")
END

PROCEDURE SumOf(LOCAL sList is string) : int
	nSum is int
	FOR EACH STRING sNumber OF sList SEPARATED BY ","
		nSum += Val(sNumber)
	END
	RESULT nSum

PROCEDURE Average(LOCAL nValue is int, LOCAL nCount is int) : int
	RESULT nValue / nCount

PROCEDURE MailSupport(LOCAL sSubject is string, LOCAL sBody is string)
	ses is emailSMTPSession
	msg is Email
	ses..ServerAddress = "smtp.example.com"
	ses..Port = 465
	ses..Option = optionTLS
	ses..Name = "robot@example.com"
	ses..Password = "change-me"
	EmailSetTimeOut(30s)
	IF NOT EmailStartSession(ses) THEN ErrorPropagate("no session") ; RETURN
	msg..Sender = "Night robot <robot@example.com>"
	msg..Recipient = "support@example.com"
	msg..Subject = sSubject
	msg..Message = sBody
	msg..Priority = emailHighPriority
	IF NOT EmailSendMessage(ses, msg) THEN
		Error("Support was not told", ErrorInfo())
	END
	EmailCloseSession(ses)
CASE ERROR:
	Error("Support was not told: " + ErrorInfo())
