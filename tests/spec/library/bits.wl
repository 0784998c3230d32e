// The functions and the operators, in both languages.
Trace(BinaryAND(6, 3), ouBinaire(6, 3), BinaryXOR(6, 3), nonBinaire(0))
Trace(6 & 3, 6 | 3, 6 || 3)
