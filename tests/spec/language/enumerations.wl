EKind is Enumeration
	KindA
	KindB = "bee"
END
k is EKind
Trace(k = KindA)
k = KindB
Trace("" + k)
Trace(k = EKind.KindB)
SWITCH k
	CASE KindA : Trace("first")
	CASE KindB : Trace("second")
END
