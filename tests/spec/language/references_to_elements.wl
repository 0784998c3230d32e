// An argument by reference may be any element or member; what is not there yet is made.
STPoint is Structure
	x, y are int
END
arr is array of 2 by 2 int
Increase(arr[2, 1])
Increase(arr[2][1])
Trace(arr[2, 1])
pt is STPoint
Increase(pt.y)
Trace(pt.x, pt.y)
aa is associative array of STPoint
Increase(aa["a"].x)
Increase(aa["a"].x)
Trace(aa["a"].x, aa["a"]..Exist, aa["b"]..Exist, aa..Count)
aaLists is associative array of array of string
Add(aaLists["to"], "ann@example.com")
Add(aaLists["to"], "bob@example.com")
Trace(aaLists["to"]..Count, aaLists["to", 2], aaLists["cc"]..Count)
aaDeep is associative array of associative array of int
aaDeep["x"]["y"] = 4
Increase(aaDeep["x", "y"])
Trace(aaDeep["x"]["y"])
Both(arr[1, 1], pt.x)
Trace(arr[1, 1], pt.x)

PROCEDURE Increase(n)
n++

PROCEDURE Both(a, b)
Increase(a)
a += 10
b = a
