// Vectors 69 and 70 of section 18: what comes before the comment counts; an editor mark is a blank.
x is int = 1
Trace(x)<§rad:1§>
END:
Trace(x)
/* never closed
x = 2
