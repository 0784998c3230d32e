// A text without its closing quote takes nothing else along.
s is string = "hello
Trace(s)
Trace(unknownThing)
