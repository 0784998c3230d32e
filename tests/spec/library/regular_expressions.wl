sUser, sDomain are strings
Trace(MatchRegularExpression("ann.lee@example.com", "([-.a-z0-9]+)[@]([-.a-z0-9]+[.][a-z]{2,4})", sUser, sDomain))
Trace(sUser, sDomain)
Trace(MatchRegularExpression("x ann@example.com", "[-.a-z0-9]+[@][-.a-z0-9]+[.][a-z]{2,4}"))
Trace(MatchRegularExpression("ANN", "[a-z]+"))
