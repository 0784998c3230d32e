// The method of the object's own class runs, whatever the type of the variable (11).
cShape is a Class, abstract
	m_sName is string
END
PROCEDURE VIRTUAL ABSTRACT cShape::Area() : real
END
PROCEDURE cShape::Show() : string
RESULT m_sName + ": " + Area()
END
cSquare is a Class
	inherits from cShape
	m_rSide is real
END
PROCEDURE cSquare::Constructor(r is real)
m_sName, m_rSide are string	// these are locals: members are assigned by :
:m_sName = "square"
:m_rSide = r
END
PROCEDURE cSquare::Area() : real
RESULT m_rSide ^ 2
END
cRectangle is a Class
	inherits cSquare
	m_rOther is real
END
PROCEDURE cRectangle::Constructor(r is real, rOther is real)
Constructor cSquare(r)
m_rOther = rOther
m_sName = "rectangle"
END
PROCEDURE cRectangle::Area() : real
RESULT m_rSide * m_rOther
END

PROCEDURE Total(arrShape is array of cShape dynamic) : real
rTotal is real
FOR EACH pShape OF arrShape
	rTotal += pShape.Area()
END
RESULT rTotal
END

arrShape is array of dynamic cShape
Add(arrShape, new cSquare(2))
arrShape.Add(new cRectangle(2, 3))
FOR EACH pShape, i OF arrShape
	Trace(i, pShape.Show())
END
Trace(Total(arrShape))
pSquare is cSquare dynamic = arrShape[2]
Trace(pSquare.Show(), pSquare.m_rSide)
pRectangle is cRectangle dynamic
pRectangle = pSquare
Trace(pRectangle.m_rOther)
WHEN EXCEPTION IN
	pRectangle = arrShape[1]
DO
	Trace(ExceptionInfo())
END
