q is SecretString = "ab""cd\efgh"
h is associative array of string
h["a"] = q
v is variant
v.a = "" + q
Trace(VariantToJSON(v))
Trace(Upper(q), Encode(q, encodeBASE64))
Trace("a&b" + " " + Left("" + q, 2))
