Trace(Val("143abc"), Val("abc"), Val(""), Val("  -12.5 EUR"), Val("12,5"), Val("1e3"), Val(EOT), Val("ff", 16))
Trace(Round(2.5), Round(-2.5), Round(2.345, 2), Round(1.005, 2), Round(155, -1))
Trace(IntegerPart(-2.7), DecimalPart(2.75), Abs(-3), Max(1, 7, 3), Min(4, 2), Power(2, 10))
nPort is int = "587"
Trace(nPort + 1, "port " + nPort, True + "", 0.5 + "", "5" + 1)
FOR i = 1 TO 50
	n is int = Random(3)
	IF n < 1 OR n > 3 THEN Trace("out of bounds", n)
END
Trace(Random(7, 7))
