// A procedure's name without parentheses is a call as a statement, a reference as an argument.
Hello
arr is array of strings = ["pear", "fig", "banana"]
ArraySort(arr, asFunction, ByLength)
Trace(ArrayToString(arr, " "))
p is procedure = Hello
p()
Trace(WL.Upper("builtin"))

PROCEDURE Hello()
Trace("hello")

PROCEDURE ByLength(x, y)
RESULT Length(x) - Length(y)
