// The facts of language.md 0.1, the odd numbers; the even ones are in s00_1_faits_surprenants.
// 1. AND and OR: one level, from the left, both sides evaluated.
Trace(1 = 1 OR 1 = 1 AND 1 = 2)
IF False AND Told("evaluated") THEN Trace("no")
IF False _AND_ Told("not evaluated") THEN Trace("no")
// 3. French and English words mix, even in one statement.
FOR EACH CHAINE s OF "a;b" SEPAREE BY ";"
	Trace(s)
FIN
// 5. a <= b as a statement copies.
t is array of int = [1]
u is array of int
u <= t
Add(u, 2)
Trace(t..Count, u..Count)
// 7. The bracket: multi-line text, optional separator, array, index.
sLines is string = [
	one
	two
]
sList is string
sList += [","] + "x"
sList += [","] + "y"
Trace(Length(sLines), sList, [10, 20][2])
// 9. END: is a finally block.
Trace(Final())
// 11. Newlines inside parentheses are blanks.
Trace("a" +
	"b",
	// a comment line
	"c")
// 13. A built-in without parentheses is a call, a procedure as an argument a reference.
Trace(Length(Today) = 8, Length([CR] + "x"))
Apply(Shout)
Bell
// 15. TO evaluates its end on each turn, _TO_ once.
n is int = 2
FOR i = 1 TO n
	IF i = 1 THEN n = 3
END
FOR j = 1 _TO_ n
	n = 1
END
Trace(i, j)
// 17. RETURN with a value is RESULT.
Trace(Five())
// 19. FOR EACH STRING s, p, n: the position second, the counter third.
FOR EACH STRING part, nPlace, nRank OF "ab;cd" SEPARATED BY ";"
	Trace(part, nPlace, nRank)
END
// 21. An <extension> procedure is a method.
Trace("ab".Twice())

PROCEDURE Told(s)
Trace(s)
RESULT True

PROCEDURE Final()
RESULT 1
END:
Trace("finally")

PROCEDURE Apply(p is procedure)
p()

PROCEDURE Shout()
Trace("HEY")

PROCEDURE Bell()
Trace("ding")

PROCEDURE Five()
RETURN 5

PROCEDURE Twice(s is string) <extension> : string
RESULT s + s
