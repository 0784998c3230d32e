Trace("start")
SendAll(["a", "b"])
Trace("never")

PROCEDURE SendAll(arr)
FOR EACH s, i OF arr
	Share(i)
END

PROCEDURE Share(n)
Trace(10 / (2 - n))
