n is real = 1234.5
FOR EACH sFormat OF ["+9.2f", "-+9.2f", "+09.2f", "09.2f", "9.2fS", "9,2fS"]
	Trace(sFormat, "[" + NumToString(n, sFormat) + "]")
END
Trace(NumToString(42), NumToString(4.2), NumToString("already text", "9.2f"))
Trace(NumToString(7, "03d"), NumToString(255, "x"), NumToString(255, "X"))
Trace(NumToString(7, "02"), NumToString(2.345, ".1f"))
