// Lines are joined by CR LF; the tabs common to all lines are not content.
sBody is string = StringBuild([
Dear %1,
your order is "ready" [really].
], "Ann")
Trace(Replace(sBody, CR, "|"))
q is string =
[
line1
line2
]
Trace(Length(q))
IF True THEN
	s is string = [
		Hello
		
			World // not a comment
	]
	Trace(Replace(Replace(s, CR, "|"), TAB, ">"))
END
