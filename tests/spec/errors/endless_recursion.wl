Trace("before")
Again(1)

PROCEDURE Again(n)
Again(n + 1)
