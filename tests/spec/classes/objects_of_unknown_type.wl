// The type of a parameter is not declared: members and methods are found while the program runs.
cCat is a Class
	m_sName is string = "cat"
PRIVATE
	m_nLives is int = 9
END
PROCEDURE cCat::Speak(nTimes is int, sMood = "calm") : string
m_nLives--
RESULT RepeatString("meow ", nTimes) + sMood
END
PROCEDURE PRIVATE cCat::Hide()
END
PROCEDURE cCat::Same(x) : boolean
RESULT x.m_nLives = m_nLives
END
PROCEDURE cCat::Add(n)
n += 5
END
cDog is a Class
	m_sName is string = "dog"
	Count is int = 42
END
PROCEDURE cDog::Speak(n, s = "") : string
RESULT "woof " + n + s
END
PROCEDURE Hello(x)
Trace(x.m_sName, x.Speak(2), x.Speak(1, "!"))
END
PROCEDURE Check(x)
n is int = 1
x.Add(n)
Trace(n)
END
c is cCat
d is cDog
Hello(c)
Hello(d)
Trace(c.Same(c), c.Same(new cCat))
Check(c)
t is array of int
Check(t)
v is variant = d
Trace(v.Count, v..Count)
v = new cCat
v.m_sName = 12
Trace(v.m_sName + "!")
WHEN EXCEPTION IN
	Trace(v.m_nLives)
DO
	Trace(ExceptionInfo())
END
WHEN EXCEPTION IN
	v.Hide()
DO
	Trace(ExceptionInfo())
END
WHEN EXCEPTION IN
	v.Speak()
DO
	Trace(ExceptionInfo())
END
WHEN EXCEPTION IN
	Trace(v.m_sNam)
DO
	Trace(ExceptionInfo())
END
