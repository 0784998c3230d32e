// A function that is known but not offered is a warning at its place, and an error when it is reached.
Trace("before")
IF False THEN PDFMerge("a.pdf", "b.pdf", "both.pdf")
Trace("still fine")
PDFMerge("a.pdf", "b.pdf", "both.pdf")
Trace("never")
