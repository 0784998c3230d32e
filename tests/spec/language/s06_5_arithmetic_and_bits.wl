// Arithmetic, bits, and their priorities (6.1, 6.5).
Trace(2 + 3 * 4, (2 + 3) * 4, -2 ^ 2, 2 ^ 3 ^ 2, 7 MODULO 3, -7 MODULO 3, 7 % -3)
Trace(6 & 3, 6 | 3, 6 || 3, 1 BitShiftLeft 4, 256 bitDécaleDroite 2, 1 + 1 BitShiftLeft 2)
Trace(BinaryAND(6, 3), ouBinaire(6, 3), BinaryXOR(6, 3), nonBinaire(0))
n is int = 5
n++
n -= 2
n *= 3
n /= 5
Trace(n, n++ + 1, n)
x is variant = 5
x++
x *= 3
Trace(x, x MODULO 4, x & 3)
d is Date = "20261231"
d..Day++
d..Month += 2
Trace(d)
Trace(1 / 0)
