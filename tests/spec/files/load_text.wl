// Without a format: a BOM decides, else UTF-8, else Windows-1252.
FOR EACH STRING sName OF "utf8.txt,utf8-bom.txt,utf16.txt,cp1252.txt" SEPARATED BY ","
	sText is string = fLoadText("data/" + sName)
	Trace(sName, sText, Length(sText))
END
Trace("<" + fLoadText("data/missing.txt") + ">", ErrorOccurred)
Trace("<" + fLoadText("data") + ">", ErrorOccurred)
Trace("<" + fLoadText("data/utf8.txt") + ">", ErrorOccurred)
