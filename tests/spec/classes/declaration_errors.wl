// What a class cannot declare.
cA is a Class
	inherits cB
	m_n is int
	M_N is string
END
cB is a Class
	inherits cA
END
cC is a Class
	inherits cNowhere
	m_o is cC
	m_t is array of cC
END
cA is a Class
END
PROCEDURE cC::Go()
END
PROCEDURE cC::Go(x, y)
END
PROCEDURE cC::m_o()
END
PROCEDURE cC::Constructor()
RESULT 1
END
PROCEDURE cC::Destructor(x)
END
PROCEDURE cMissing::Go()
END
PROCEDURE Plain()
Constructor cC()
END
Trace(:m_n, object)
