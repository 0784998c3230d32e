// Local images travel with the message, each once; what lies on the web stays there.
fSaveText("logo.gif", "GIF89a")
fSaveText("back ground.png", "PNG")
sHTML is string = "<body background='back%20ground.png'><img src=logo.gif><img alt='x' src=""logo.gif"">"
sHTML += "<img src='https://example.com/a.gif'><td style='background:url(logo.gif)'></body>"
m is Email
Trace(EmailImportHTML(m, sHTML))
Trace(m.HTML)
FOR EACH a OF m.Attach
	Trace(a.Name, a.Identifier, Length(a.Content))
END
// A second text gets identifiers of its own.
Trace(m.ImportHTML("<img src='logo.gif'>"), m.HTML, m.Attach..Count)
Trace(m.ImportHTML("<img src='missing.gif'>"), m.HTML, m.Attach..Count)
Trace(ErrorInfo())
