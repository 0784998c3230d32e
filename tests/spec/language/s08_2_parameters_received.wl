// NbReceived counts what was given, Occurrence what can be used (8.2): defaults are not received.
Count("a")
Count("a", "b")
Count("a", *, "c")
Count("a", "b", "c", "d", "e")

PROCEDURE Count(sOne, sTwo = "2", sThree = "3", *)
Trace(MyParameters..NbReceived, MyParameters..Occurrence, MyParameters[2])
