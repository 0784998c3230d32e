// A function that is known but not offered is a warning at its place, and a failure when it runs.
Trace("before")
IF NOT HReadSeekFirst(Customer, Name, "x") THEN Trace("not read")
