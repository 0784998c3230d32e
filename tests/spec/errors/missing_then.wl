// An IF without THEN.
n is int = 3
IF n > 2 Trace("big")
Trace("next")
