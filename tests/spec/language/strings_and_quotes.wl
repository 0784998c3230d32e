// No backslash escapes; a quote inside a text is doubled; curly quotes delimit a text too.
Trace("a\b")
Trace("C:\new\table.txt")
Trace("say ""hi""")
Trace(“text”)
Trace("curly “inside” stays")
Trace(Length("\"))
Trace(`a "backtick" text`)
