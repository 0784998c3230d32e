// Des conditions qui n'en sont pas.
n est un entier
SI n := 3 ALORS Trace("x")
SI n => 3 ALORS Trace("x")
SI n =< 3 ALORS Trace("x")
SI n ET ALORS Trace("y")
