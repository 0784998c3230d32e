// A keyword is one only where it can stand.
retour is int = 5
retour = 6
Trace(retour)
a is int = 2
FOR i = a TO a + 1
	Trace(i)
END
m is Email
m.Message = "x"
m..Subject = "y"
Trace(m.Message, m.Subject)
Date is string = "today"
Trace(Date)
