// Objects of the program become JSON by their public members, and are filled from it.
cClient is Class
	sName is string
	nAge is int
PRIVATE
	sSecret is string = "kept"
END
c is cClient
c.sName = "Zoë"
c.nAge = 3
s is string
Serialize(c, s, psdJSON)
Trace(s)
arrClients is array of cClient
Deserialize(arrClients, "[{""sname"": ""Ann"", ""nAge"": 41}, {""sSecret"": ""told""}]", psdJSON)
Trace(arrClients..Count, arrClients[1].sName, arrClients[1].nAge, arrClients[2].nAge)
Add(arrClients, c)
Trace(VariantToJSON(arrClients))
WHEN EXCEPTION IN
	Deserialize(c, "{""nAge"": {}}", psdJSON)
DO
	Trace(ExceptionInfo())
END
