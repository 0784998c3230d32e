// Without a terminal a question takes its default, and a notice says so.
IF YesNo("Send the mails now?") = Yes THEN
	Trace("yes")
ELSE
	Trace("no")
END
IF YesNo(Yes, "Send the mails now?") THEN Trace("yes") ELSE Trace("no")
