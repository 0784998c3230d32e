// Numbers and texts of numbers, under both names (stdlib.md 1.2).
Trace(Val("143abc"), Val("  -2.5e2x"), Val("1,5"), Val(""), Val("FF", 16), Val(EOT))
Trace(NumToString(42), NumériqueVersChaîne(4.2), NumToString("abc", "05d"), NumériqueVersChaîne(0, "+d"))
Trace("<" + NumToString(1234.5, "+9.2f") + ">", "<" + NumériqueVersChaîne(1234.5, "-+9.2f") + ">", NumToString(1234.5, "+09.2f"), NumToString(1234.5, "09.2f"))
Trace("<" + NumToString(1234.5, "9.2fS") + ">", "<" + NumériqueVersChaîne(1234.5, "9,2fS") + ">", NumToString(255, "X"), NumToString(255, "04x"))
Trace(NumToString(7, "02"), NumToString(2.5, "3.2"), NumToString(1234567, ".0S"), NumToString(0.5, "e"), NumToString(1.5, "f"))
Trace(StringToNum("12.5"), ChaîneVersNumérique("ff", 16), StringToNum("abc"))
Trace(IntegerToHexa(255), EntierVersHexa(-1), HexaToInteger("FF"), HexaVersEntier("7f"))
Trace(Round(2.5), Arrondi(-2.5), Round(2.675, 2), Arrondi(1234, -2), IntegerPart(-3.7), PartieEntière(3.7), DecimalPart(3.25), PartieDécimale(-3.25))
Trace(Abs(-3), Max(1, 5, 3), Min(2, -1), Power(2, 10), Puissance(2, -1), IsEven(4), EstPair(3), IsOdd(3), EstImpair(-3))
Trace(IsNumeric("12.5"), EstNumérique("12x"), BinaryAND(6, 3), etBinaire(6, 3), BinaryOR(6, 3), ouBinaire(6, 3))
Trace(BinaryXOR(6, 3), ouExclusifBinaire(6, 3), BinaryNOT(0), nonBinaire(-1))
InitRandom(5)
n is int = Random(1000)
InitHasard(5)
Trace(n = Hasard(1000), Random(3, 3), Hasard(7, 7), Random(1))
FOR i = 1 TO 50
	IF Random(2, 4) < 2 OR Hasard(2, 4) > 4 THEN Trace("out of bounds")
END
WHEN EXCEPTION IN
	Trace(NumToString(5, "coffee"))
DO
	Trace(ExceptionInfo())
END
