// Arrays and collections, under both names (stdlib.md 4).
t is array of strings
Trace(ArrayAdd(t, "b"), TableauAjoute(t, "a"), Add(t), t[3] = "", Ajoute(t, "c"))
Trace(ArrayInsert(t, 1, "first"), TableauInsère(t, 1, "zero"), ArrayToString(t, "|"))
TableauSupprime(t, 1)
Trace(ArrayDelete(t, 1), TableauVersChaîne(t, "|"), ArrayCount(t), TableauOccurrence(t), Dimension(t), t..Count)
ArrayReverse(t)
Trace(ArrayToString(t, "|"))
TableauInverse(t)
ArraySwapLine(t, 1, 4)
Trace(ArrayToString(t, "|"))
TableauEchangeLigne(t, 1, 4)
ArrayMoveLine(t, 1, 4)
Trace(ArrayToString(t, "|"))
TableauDéplaceLigne(t, 4, 1)
Trace(ArrayToString(t, "|"), ArraySeek(t, asLinear, "c"), TableauCherche(t, tcLinéaire, "z"))
Trace(ArraySeek(t, asLinear, "A"), TableauCherche(t, tcLinéaire + tccSansCasse, "A"), ArraySeek(t, asLinear, "b", 2))
copy is array of strings
ArrayCopy(t, copy)
ArrayDeleteAll(t)
Trace(t..Count, copy..Count)
TableauCopie(copy, t)
TableauSupprimeTout(copy)
Trace(t..Count, copy..Count)

// Sorted: added at the place it belongs to.
s is array of ints = [1, 5, 9]
Trace(ArrayAddSorted(s, asAscending, 7), TableauAjouteTrié(s, ttCroissant, 0), ArrayToString(s, ","))
ArraySort(s, asDescending)
Trace(ArrayToString(s, ","), ArraySeek(s, asBinary, 9))
TableauTrie(s)
Trace(ArrayToString(s, ","), ArraySeek(s, asBinary, 7), TableauCherche(s, tcDichotomique, 8))
ArrayMix(s)
TableauMélange(s)
nSum is int
FOR EACH n OF s
	nSum += n
END
Trace(s..Count, nSum)

// Repeated addresses: as a whole, or by a member.
r is array of strings = ["jo@x.test", "al@x.test", "jo@x.test", "JO@x.test"]
ArrayDeleteDuplicate(r)
Trace(ArrayToString(r, ","))
TPerson is Structure
	Name is string
	Town is string
END
p is array of TPerson
Trace(ArrayAddLine(p, "Jo", "Lyon"), TableauAjouteLigne(p, "Al", "Paris"), ArrayAddLine(p, "Zoé", "Lyon"))
Trace(ArraySeek(p, asLinear, "Town", "Paris"), TableauCherche(p, tcLinéaire, "Name;Town", "Zoé", "Lyon"))
ArraySort(p, asMember, "+Town;-Name")
Trace(p[1].Name, p[2].Name, p[3].Name)
TableauSupprimeDoublon(p, "Town")
Trace(p..Count, p[1].Name + p[2].Name)
m is array of 2 by 2 ints
m[2, 1] = 7
Trace(TableauAjouteLigne(m, 3, 4), ArrayCount(m), ArrayCount(m, 2), m[3, 2])

// Text to array: the separator is CR, the column separator TAB; a separator at the end gives one more, empty element.
Trace(StringToArray("a" + CR + "b", t), t[2], ChaîneVersTableau("x;y;", t, ";"), t[2], StringToArray("", t), t..Count)
StringToArray("Jo" + TAB + "Lyon" + CR + "Al" + TAB + "Paris", p)
Trace(p..Count, p[2].Town, Replace(ArrayToString(p, " / "), TAB, ","))

// Queues and stacks.
q is Queue of ints
k is Stack of ints
FOR i = 1 TO 3
	Enqueue(q, i)
	Push(k, i)
END
Enfile(q, 4)
Empile(k, 4)
x is int
Trace(Dequeue(q), Pop(k), Défile(q, x), x, Dépile(k, x), x)
VariableReset(x)
VariableRAZ(p[1])
Trace(x, "<" + p[1].Name + ">", p..Count)
WHEN EXCEPTION IN
	Trace(ArrayDelete(s, 99))
DO
	Trace(ExceptionInfo())
END
