// The type xmlDocument: elements and attributes are members, elements of one name an array (stdlib.md 7).
d is xmlDocument = XMLOpen("<order n=""7""><item ref=""a"">2</item><item ref=""b"">5</item><to>Zoé</to></order>", fromString)
Trace(d.order.n, d.order.to, d.order.item..Count, d.order.item[2].ref, d.order.item[2].Value)
nTotal is int
FOR EACH element OF d.order.item
	nTotal += Val(element.Value)
END
Trace(nTotal, d.order.missing = Null)
d is xmlDocument
Trace(d = Null)
