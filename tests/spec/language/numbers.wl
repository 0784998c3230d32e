Trace(5 / 2)
n is int = 5 / 2
Trace(n)
n = -7 / 2
Trace(n)
Trace(1 000 000 + 1, 0x1F, 2^10, 7 modulo 3, -7 modulo 3)
Trace(2.0, 0.1 + 0.2, 1 / 3, 1e3)
c is currency = 12.5
Trace(c * 3)
n = "12abc"
Trace(n)
n = "abc"
Trace(n)
b is boolean = 3
Trace(b, 1 + True)
big is 8-byte int = 3 000 000 000
Trace(big)
n = 2
n ++
n += 0.9
Trace(n)
Trace(-2^2, 2 + 3 * 4)
