// Numbers in words, in the language of the program.
FOR EACH n OF [0, 1, 13, 20, 21, 99, 100, 101, 342, 1000, 12345, 1000000, 2000019]
	Trace(NumberInWords(n))
END
Trace(NumberInWords(21.5, "euro", "cent"))
Trace(NumberInWords(1, "dollar"), NumberInWords(0, "dollar"), NumberInWords(-1.005, "dollar"))
Trace(NumberInWords(2.75), NumberInWords("7 days"))
Trace(NumberInWords(10 * 10000000000000000))
