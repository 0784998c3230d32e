sSubject is string = "x"
Trace(sSubjct)
Trace(Lenght(sSubject))
Trace(NothingLikeIt)
Postion("a", "b")
