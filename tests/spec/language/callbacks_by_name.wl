t is array of int = [3, 1, 2]
ArraySort(t, asFunction, "Compare")
Trace(ArrayToString(t, ","))
TableauTrie(t, ttFonction, Descend)
Trace(ArrayToString(t, ","))
PROCEDURE Compare(a, b)
RESULT a - b
END
PROCEDURE Descend(a, b)
RESULT b - a
END
