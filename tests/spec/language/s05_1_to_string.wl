// What each type looks like as a text (5.1).
n is int = -42
r is real = 2
c is currency = 1.50
u is numeric = 0n3.14
k is character = "x"
d is Date = "20260130"
h is Time = "0930"
w is DateTime = "20260130093015123"
p is Duration = 1d 2h
f is buffer = "é"
v is variant
Trace("<" + n + "|" + r + "|" + c + "|" + u + "|" + True + "|" + False + "|" + k + ">")
Trace("<" + d + "|" + h + "|" + w + "|" + p + "|" + f + "|" + v + "|" + Null + ">")
Trace(0.1 + 0.2, 1 / 3, 1e20, 1e-7, -0.5)
z is character
Trace("<" + z + ">")
t is array of int = [1]
Trace("" + t)
