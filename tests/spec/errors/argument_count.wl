Trace(StringBuild())
Twice(1, 2)
EmailSendMessage()
Trace(Left("a", 1, 2))

PROCEDURE Twice(n)
RESULT n * 2
