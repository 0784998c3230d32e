// Classes come later: the program stops where an object would be made, and sends nothing in silence.
cMail is a Class
	m_sTo is string
END
Trace("before")
o is cMail
o.Send()
Trace("after")
