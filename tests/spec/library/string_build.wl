Trace(StringBuild("%1 and %2, %1 again", "a", 2))
Trace(StringBuild("100%% of %1%2", "x"))
Trace(StringBuild("%10-%1", 1, 2, 3, 4, 5, 6, 7, 8, 9, "ten"))
Trace(StringBuild("no placeholder", "x") + "|" + StringBuild("%1", 3.50))
