// Calls with literal arguments are compiled in place: they give what the functions give.
arrTexts is array of strings = ["", ";", "a", "a;b", "a;b;", ";;c", " x ;" + TAB + "y" + CR, "a" + TAB + "b" + TAB + "c", EOT]
nSame, nDiffer, nCalls are int
sSep, sDefault are strings
sSep = ";"
FOR EACH s OF arrTexts
	FOR i = 1 TO 3
		sOne, sTab are strings
		SWITCH i
			CASE 1
				sOne = ExtractString(s, 1, ";")
				sTab = ExtractString(s, 1)
			CASE 2
				sOne = ExtractString(s, 2, ";")
				sTab = ExtractString(s, 2)
			OTHER CASE
				sOne = ExtractString(s, 3, ";")
				sTab = ExtractString(s, 3)
		END
		Check(sOne = ExtractString(s, i, sSep, FromBeginning))
		Check(sTab = ExtractString(s, i, TAB + ""))
	END
	Check(NoSpace(s) = NoSpace(s, sscOutside))
	Check(Replace(s, ";", "--") = Replace(s, sSep, "--"))
	Check(Replace(s, ";") = Replace(s, sSep))
	Check(Length(s) = Length(s + sDefault))
	Check(StringBuild("%2<%1>%3%%", s, 7, True) = "7<" + s + ">1%")
	Check(s.NoSpace() = NoSpace(s))
END
Trace(nSame, nDiffer)
Trace(ExtractString("a;b", 0, ";") = EOT, ExtractString("a;b", 2, "") = EOT, Replace("abc", "", "x"), ExtractString(12.5, 2, "."))
Trace(StringBuild("%1%2%3", 1, "b"), StringBuild("no value", "x"), StringBuild("%1 %1", Next()), StringBuild("%2 %1", Next(), Next()))
Trace(StringBuild("%1 %2 %3", Next(), nCalls, Next()), StringBuild("%2 %1", nCalls, Next()), nCalls)
PROCEDURE Next() : int
nCalls++
RESULT nCalls
END
PROCEDURE Check(bSame is boolean)
IF bSame THEN nSame++ ELSE nDiffer++
END
