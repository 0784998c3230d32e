// Methods stand after the class, with its name.
cMail is a Class
	m_s is string
	PROCEDURE Send(sTo is string)
END
m is cMail
