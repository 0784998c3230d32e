// Reading XML: by walking through a document, and as a variant.
sText is string = [
<?xml version="1.0"?>
<orders day="2026-01-30"><order id="1"><to>ann@example.com</to><total>5 &lt; 6</total></order>
<order id="2"><to>bob@example.com</to></order></orders>
]
Trace(XMLDocument("DOC", sText))
XMLFirst("DOC")
Trace(XMLElementName("DOC"), XMLAttribute("DOC", "day"))
XMLChild("DOC")
WHILE XMLFound("DOC")
	Trace(XMLElementName("DOC"), XMLAttribute("DOC", "id"))
	XMLNext("DOC")
END
XMLRoot("DOC")
XMLFind("DOC", "to")
WHILE NOT XMLOut("DOC")
	Trace(XMLData("DOC"))
	XMLNext("DOC")
END
XMLCancelSearch("DOC")
Trace(XMLParent("DOC"), XMLElementName("DOC"), XMLPrevious("DOC"), XMLAttribute("DOC", "id"))
Trace(XMLClose("DOC"), XMLData("DOC"), ErrorInfo())
Trace(XMLExtractString(sText, "to", 2), XMLExtractString(sText, "total"), "«" + XMLExtractString(sText, "to", 3) + "»")
v is variant = XMLOpen(sText, fromString)
Trace(v.orders.day, v.orders.order[2].to, v.orders.order..Count)
fSaveText("orders.xml", sText)
Trace(XMLOpen("orders.xml", fromFile).orders.order[1].total)
Trace(XMLDocument("BAD", "<a><b></a>"), ErrorInfo())
Trace(XMLDocument("BAD", "<!DOCTYPE a [<!ENTITY x ""y"">]><a>&x;</a>"), ErrorInfo())
Trace(XMLOpen("missing.xml") = Null, ErrorInfo())
Trace(TextToXML("<é & è>"), XMLToText("&lt;a&gt; &amp; &eacute;"))
