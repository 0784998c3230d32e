// What stands in a target is evaluated once, from left to right (6.6).
STPoint is Structure
	a is int
END
gp is STPoint
n is int
t is array of int = [0, 0, 0]
t[Next()] += 5
Trace(n, t[1], t[2])
t[Next()]++
Trace(n, t[2])
x is array of array of int = [[1, 2], [3, 4]]
x[Next() - 2][Next() - 2] += 10
Trace(n, x[1][2])
ta is associative array of strings
ta["k" + Next()] += [","] + "a"
Trace(n, ta["k5"])
Found().a += 1
Trace(n, gp.a)
s is string = "abc"
s[[Next() - 6]] += "z"
Trace(n, s)

PROCEDURE Next() : int
n++
RESULT n

PROCEDURE Found()
n++
RESULT gp
