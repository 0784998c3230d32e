n is int
WHILE True
	n++
	IF n < 3 THEN GOTO next_turn
	BREAK
	next_turn:
	Trace("turn", n)
END
IF n = 3 THEN GOTO done
Trace("never")
done:
Trace("ok")
