// No object of an abstract class: the class says so, or a method has no body (11).
cReport is a Class, abstract
	m_s is string
END
cJob is a Class
END
PROCEDURE ABSTRACT VIRTUAL cJob::Run()
END
cHalf is a Class
	inherits cJob
END
cWhole is a Class
	inherits cHalf
END
PROCEDURE cWhole::Run()
END
r is cReport
p is cReport dynamic = new cReport
j is cJob
h is cHalf
w is cWhole
