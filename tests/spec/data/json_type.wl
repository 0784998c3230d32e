// A variable of type JSON reads a text that is assigned to it, and is a text where one is needed.
j is JSON
j.customer.name = "Zoë"
j.customer.tags = ["new", "vip"]
j.total = 12.5
Trace(j)
s is string = j
Trace(Length(s), "" + j)
k is JSON = s
k.customer.name += "!"
Trace(k.customer.name, j.customer.name, k..Count, k.customer.tags..Count)
FOR EACH tag, i OF k.customer.tags
	Trace(i, tag)
END
k = "{""count"": ""three""}"
Trace(k.count, k.Count)
k = ""
Trace(k)
PROCEDURE Mark(oJSON is JSON)
oJSON.seen = True
END
Mark(j)
Trace(j.seen, j..Count)
WHEN EXCEPTION IN
	k = "no JSON"
DO
	Trace(ExceptionInfo())
END
