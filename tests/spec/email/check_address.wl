// Usable with EmailSendMessage, and a dot in the domain.
FOR EACH sAddress OF ["a@example.test", "a@printer.local", "zoé@exämple.com", """a b""@example.com", "a@[192.0.2.1]", " a@example.com", "a(b)@example.com", "a..b@example.com"]
	Trace(sAddress, EmailCheckAddress(sAddress, emailValidateSyntax) = emailAddressValid)
END
Trace(ErrorInfo())
FOR EACH sAddress OF ["a@example.museum", "a@example.xn--p1ai", "a@example.рф", "a@example.test", "a@example.zz"]
	Trace(sAddress, EmailCheckAddress(sAddress, emailValidateSyntaxStrict) = emailAddressValid)
END
// While mails are captured no server is asked.
Trace(EmailCheckAddress("a@example.com") = emailAddressError, ErrorOccurred)
Trace(EmailCheckAddress("a@example") = emailAddressIncorrectSyntax)
