// What fSaveText writes in any encoding, fLoadText reads back, with or without the format.
sText is string = "é€Ł" + CR + "end"
Trace(fSaveText("t.txt", sText), fSize("t.txt"), fLoadText("t.txt") = sText)
Trace(fSaveText("t.txt", sText, foUTF8), fSize("t.txt"), fLoadText("t.txt", foUTF8) = sText, fLoadText("t.txt") = sText)
Trace(fSaveText("t.txt", sText, foUnicode), fSize("t.txt"), fLoadText("t.txt") = sText)
// The ANSI code page has no Ł.
Trace(fSaveText("t.txt", sText, foAnsi), fSize("t.txt"), fLoadText("t.txt", foAnsi) = Replace(sText, "Ł", "?"))
// A text is added in the encoding that the file has.
fSaveText("t.txt", "é", foAnsi)
fAddText("t.txt", "à")
Trace(fSize("t.txt"), fLoadText("t.txt"), BufferToHexa(fLoadBuffer("t.txt")))
fSaveText("t.txt", "")
Trace(fLoadText("t.txt") = "", ErrorOccurred)
fDelete("t.txt")
Trace(fLoadText("t.txt") = "", ErrorOccurred, ErrorInfo())
