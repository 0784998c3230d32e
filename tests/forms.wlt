SI a ALORS
	x
SINON SI b
	y
SINON
	z
FIN
--
SI a=1 ET ...
// comment
b=2 ALORS x
--
IF a THEN // c
x
END // d
--
IF a THEN x // c
--
SI a ALORS x SINON SI b ALORS y SINON z
--
IF a THEN x ELSE IF b THEN y ELSE z
--
SI a ALORS
x
SINON y
--
SWITCH a
CASE 1 : x ; y
CASE 2 :
	// c
	CASE 3,4 : z
OTHER CASE : w
END
--
SELON VRAI
CAS n > 60
CAS a = 1 ET b <> ""
CAS nList = 3, nList = 5
CAS EstAdmin(n)
AUTRES CAS
x
FIN
--
SELON x.y
CAS "a" , ...
"b"
x
CAS -1
y
CAS -5 À -1 : z
FIN
--
SWITCH a
CASE x.y : z
CASE c::k : w
CASE (1) : w
END
--
POUR i=1 A 10
x
FIN
--
POUR i=1 A 10 PAS 2
FIN
--
POUR i = t..Occurrence _À_ 1 PAS -1
FIN
--
FOR :m_i = 1 TO 10
END
--
FOR t[1] = 1 TO 3
END
--
FOR i = 1 TO 10 STEP +2
END
--
FOR i is an int = 1 TO 3
END
--
POUR TOUTE LIGNE DE table
FIN
--
POUR TOUTE LIGNE i DE table
FIN
--
POUR TOUTE LIGNE SELECTIONNEE n DE TABLE_X
FIN
--
POUR TOUTE LIGNE SÉLECTIONNÉE DE TABLE_X
FIN
--
POUR TOUT Client
FIN
--
POUR TOUT Client SUR Nom
FIN
--
POUR TOUT Client AVEC Ville = "Paris" SUR Nom
FIN
--
POUR TOUT Client AVEC "Ville = 'Paris'"
FIN
--
FOR EACH Customer WHERE Name ~= "x" AND City = "y" ON Name FROM END
END
--
FOR EACH Customer FROMEND
END
--
FOR EACH file OF listf
END
--
FOR EACH STRING s,p,n OF "a;b" SEPARATED BY ";" FROM END
END
--
POUR TOUTE CHAINE s DE x SEPAREE PAR [RC]
FIN
--
POUR TOUTE CHAÎNE s, n DE :m_s SÉPARÉE PAR TAB DEPUIS FIN
FIN
--
POURTOUT e DE t
FIN
--
FOR EACH ELEMENT e , k OF ta
END
--
POUR TOUT ELEMENT e,,k DE ta
FIN
--
FOR EACH POSITION p OF "x" IN s IgnoreCase WholeWord
END
--
POUR TOUT x DANS t
FIN
--
TANTQUE a FAIRE
FIN
--
TANT QUE a ET PAS b
FIN
--
BOUCLE (3)
x
FIN
--
LOOP(n)
x
END
--
BOUCLE
x
A FAIRE TANTQUE a<3
--
BOUCLE
x
À FAIRE TANT QUE a<3
--
SI a ALORS SORTIR SELON
--
QUAND EXCEPTION DANS
x
FAIRE
y
SINON
z
FIN
--
QUAND EXCEPTION
y
RETOUR
FIN
x
--
WHEN EXCEPTION IN
x
DO
END
--
WHEN EXCEPTION IN x
DO y
END
--
UTILISER cs DANS
x
FIN
--
USING MyCS IN
END
--
AVEC m
.a = 1
..b = 2
.f(1)
x = .a + .b
.t[1].c = 2
FIN
--
PROCEDURE f(a,b)
--
procédure publique globale s_X( a est une chaîne , b est un entier = 3 )
--
PROCEDURE GLOBAL PRIVATE VIRTUAL f()
--
PRIVATE GLOBAL PROCEDURE f()
--
PROCEDURE f(LOCAL a, LOCAL b est chaîne)
--
PROCEDURE f(a est chaîne utile)
--
PROCEDURE f(a <useful> est un entier, b <utile>)
--
PROCEDURE f(a est un tableau de chaînes, b est un tableau associatif de entiers, c est un tableau de 2 par 3 entiers)
--
PROCEDURE f(*)
--
PROCEDURE f(a, *)
--
PROCEDURE f(a int, b string = "", c array of string)
--
PROCEDURE f(Void, Void)
--
PROCEDURE f() : (string, int)
--
PROCEDURE f() <thread>
--
PROCEDURE f() <main thread>
--
PROCEDURE f() <thread principal> : booléen
--
PROCEDURE f():array of strings
--
PROCEDURE f() : tableau de chaînes ANSI
--
PROCEDURE f(x est procédure)
--
PROCEDURE f(p is procedure = Null)
--
PROCEDURE f(a = Null, b = Vrai, c = "", d = -1, e = [], g = 5s)
--
PROCEDURE f(a is array of * strings)
--
PROCEDURE f(a est un tableau 2 dimensions)
--
PROCEDURE f(a est Email dynamique)
--
PROCEDURE f(a is STx dynamic)
--
PROCEDURE f(a is dynamic object cX)
--
FONCTION f(a)
RENVOYER a
--
FUNCTION PRIVATE f(a)
--
PROCEDURE INTERNE f(a)
x
FIN
y
--
INTERNAL PROCEDURE f()
x
CASE ERROR:
y
END:
z
END
w
--
PROCEDURE f()
x
CAS ERREUR :
y
CAS EXCEPTION:
z
FIN :
w
--
f(PROCEDURE(a)
x
END)
--
f(procedure(p string, n int, Void) {
x
y
})
--
t.Map(x => x*2)
--
t.Filter((a,b) => { RESULT a+b })
--
f(() => { x += 1 }, 3)
--
x = a ? b ELSE c
--
x = (a > 3) ? "x" SINON "y"
--
f(a ? 1 ELSE 2, b)
--
x = y..z[[1]]
--
x = f(y)[[1 A 3]]
--
s[[i]] = "x"
--
s[[3 A]] = "x"
--
s[[À 3]] = ""
--
x = [RC]+y
--
x += [RC] + y
--
x = y + [fSep] + z
--
x = y + [fSep()] + z
--
x = y + [""""] + z
--
x += [", "] + "[%a%]"
--
t = [1,2,3]
--
t = [
	1,
	2
]
--
t = ["a",
"b"]
--
t = [["a",1],
["b",2]]
--
t = [
	["a",1],
	["b",2]
]
--
f([
line1 ]
], 3)
--
x est une chaîne = [
a
]
--
x is string =
[
	a
	b
]
y
--
x is string = StringBuild([
a %1
], n)
--
RESULT [
abc
]
--
x = [
a
] + [
b
]
--
x = ["
a
"]
--
x = [`
a
`]
--
x est un entier ; y est un entier
--
x, y sont des entiers
--
x , y are int = 4
--
x est entier sur 8
--
x est un entier sur 8 octets
--
x est un entier sans signe sur 2 octets
--
x is 8-byte int
--
x is unsigned 8-byte int
--
x is 8 bytes int
--
x est un entier système
--
x is system int
--
x est un réel double
--
x est réel sur 4
--
x is 4-byte real
--
x est un numérique(10,2)
--
x is numeric(*)
--
x est monétaire = 0m12.5
--
x est une chaîne fixe sur 20
--
x is fixed string on 20
--
x is string fixed on 20
--
x is ASCIIZ string on 20
--
x est une chaîne ASCIIZ sur 20
--
x est une chaîne UNICODE
--
x is UNICODE string
--
x est chaîne ansi
--
x is buffer on 4
--
x est un buffer sur 3
--
x est un caractère
--
x is an ANSI character
--
x est une date
--
x est une heure
--
x est une dateheure
--
x est une durée = 3 Min 30s
--
x is a data source
--
x est une source de données
--
a,b sont des sources de données
--
x est une requête SQL = [
SELECT * FROM x WHERE a = {p}
]
--
x is SQL Query =
[
	SELECT
]
--
x is record of Customer
--
x est un enregistrement de Client
--
x est un objet automation "Excel.Application"
--
x is an automation object "Outlook.Application"
--
x is object automation dynamic
--
x est un objet automation dynamique
--
x est un champ
--
x is control
--
x is control <- EDT_X
--
x est une description de fichier
--
x is a procedure
--
x est un cX dynamique
--
x est un objet dynamique cX
--
x is object cX dynamic
--
x is dynamic cX
--
x is cX(1,"a")
--
x is object cX(1)
--
x = new cX
--
x = new cX()
--
x = new cX dynamic
--
x = allouer un cX(1)
--
x = new object cX
--
x est un cX dynamique = allouer un cX
--
x est un cX dynamique <- y
--
p is cEnum.EProv = a
--
x est un tableau de 5 par 7 entiers
--
x is array of 5 by 7 int
--
x is array of 5,7 int
--
x is array [5,7] int
--
x is array of nCount strings
--
x is array of (n+1) strings
--
x est un tableau de :m_n chaînes
--
x est un tableau dynamique
--
x is array dynamic of int
--
x is a dynamic array of 0 STx
--
x is array of 0 STx dynamic
--
x est un tableau de tableaux de chaînes
--
x is array <growth=1> of int
--
x est un tableau <croissance=1> d'entiers
--
x est un tableau d’entiers
--
x est tableau fixe de 8 entiers
--
x,y sont des tableaux fixes de 3 entiers
--
x is associative array (WithDuplicates) of int
--
x est un tableau associatif (*,*,wlInt_8) de chaînes
--
x is associative array of array of strings
--
x is queue of int
--
x est une pile de chaînes
--
x est une liste de STx
--
x est une file d'entiers
--
SX est une structure
a, b est entier
c est un tableau de chaînes
FIN
--
SX is structure
a is int = 1
END
--
SX is Structure <serialize>
a is int
END
--
gX est composé de
a est entier
FIN
--
gX est composée de
a est entier
FIN
--
E est une énumération
A
B = 3
C = "x"
FIN
--
E is Enumeration <mapping>
A <mapping="x">
END
--
C is Combination
a
b = 2
END
--
C est une combinaison
a
FIN
--
CONSTANTE
A = 1
B = A + 1
C = "x" + TAB
FIN
--
CONSTANT A = 1
--
CONSTANT
A is int = 1
END
--
PUBLIC CONSTANT A = 1
--
GLOBAL
x is int
LOCAL
y is int
--
global prive
x is int
--
PRIVÉ
m_x est un entier
--
PRIVATE x is int
--
cX est une Classe
PRIVÉ
m_a est un entier
PUBLIC
b est chaîne
FIN
--
cX is a Class
inherits cY
PROTECTED
a is int
GLOBAL
b is int
END
--
cX est une classe, abstraite
FIN
--
cX est une Classe <mapping=T>
FIN
--
cX est une Classe hérite Base
FIN
--
cX is a Class inherits from Base
END
--
cX est une Classe hérite de Base
FIN
--
cX est une Classe
un objet Base
FIN
--
cX is a Class
an object Base
END
--
cX is a Class
<MAPPING>
a is int <mapping=Col, clé unique>
<END>
END
--
cX est une classe
implémente IX
FIN
--
IX is an Interface
PROCEDURE f()
PROCEDURE g(a) : int
END
--
PROCEDURE Constructeur()
Constructeur cBase(1)
--
PROCEDURE Constructor(a)
Constructor Base()
--
PROCEDURE cX::f()
--
PROCEDURE cX::Constructor(a = 1)
--
EXTERN "KeyConst.WL"
--
EXTERN x
--
EXTERN x, y
--
EXTERNE gnX est un entier
--
DELETE x
--
LIBERER x[1]
--
DELETE object
--
GOTO fin_x
x
fin_x:
--
a <=> b
--
t <= u
--
x <- y
--
{"a"} = 1
--
{"a", indVariable}..Valeur = 3
--
x = {sNom, indChamp}
--
x = {sFile + "." + sItem, indRubrique}
--
{sX}()
--
f({sX}, 1)
--
x>>Display()
--
o>>Selection
--
o>>a>>b = 3
--
x = o>>Items(1)>>Name
--
:m_x = 1
--
:m_x++
--
::gX = 1
--
:f(1)
--
objet.m_x = 1
--
object:m_x = 1
--
x = &y
--
(a,b) = f()
--
(a, , c, ) = f()
--
(id,) = f()
--
SOIT a = 1
--
LET (a,b) = f()
--
LET a <- b
--
SOIT x est un entier = 3
--
x++
--
++x
--
x..y --
--
x = y++ + 1
--
x = a BitDecaleGauche 3
--
x = a bitDécaleDroite 3 + 1
--
x = a & b | c || d
--
x = a % 3
--
SI a MODULO 2 = 0 ALORS x
--
SI (a modulo b) = 0 ALORS x
--
SI PAS a ET NON b ALORS x
--
SI a DANS (1,2,3) ALORS x
--
SI a PAS DANS ("x","y") ALORS x
--
SI a IN (1 TO 5, 7) THEN x
--
SI PAS a DANS ("x") ALORS x
--
SI 1 < a <= 3 ALORS x
--
SI a [= "x" ALORS y
--
SI a[="x" ALORS y
--
SI a =] "x" OU a~]"y" OU a [=] "z" ALORS y
--
SI sA[~:m_x ALORS y
--
SI a ~~ b ALORS y
--
x = a = b
--
x = a ?? b
--
x ??= 3
--
x = y?.z
--
x = WL.f(3)
--
WL.Trace("x")
--
x = 1 000 000 + 3
--
x = 1_000
--
x = 0x1F + 0xFFFFFFFF
--
x = 0n1.5 + 0m2
--
x = 1e3 + 2.5E-2
--
f(30s)
--
f(2 s, 200 ms)
--
x = 1j + 3h
--
x = “abc”
--
f(*, 3)
--
f(<pNom>: 3)
--
f(a,
b,
// c
c)
--
f(a, ...
b)
--
f(a, ... // c
// d

b)
--
x = a + ...
b
--
x = a +
b
--
SI a OU
b ALORS x
--
SI a....
OU b ALORS x
--
x = a..b..c
--
x = node:'http-equiv'
--
x = y.Date + y.Type + y.End + y.Si
--
Email.Subject = "x"
--
date = 3
--
String = "x"
--
x = Date
--
fin = 3
--
Fin.x = 1
--
ligne = 3
--
POUR TOUTE LIGNE ligne DE t
FIN
--
POUR TOUT ligne DE t
FIN
--
de = 3
a = de + sur
--
retour = f(x)
--
RETURN = 3
--
SI a ALORS RETOUR SINON x
--
f() <§rad:1§>
--
x = <§$000a§>
--
Info(<§$000a§> + y)
--
<COMPILE IF Configuration="Prod">
x
<ELSE>
y
<END>
--
<SI CibleExécution=ApplicationWindows>
x
<FIN>
--
/* abc
x
*/ y
--
x // c /* d
y
--
x = 1 /* c */ + 2
--
Trace("a" , "b") ; Trace("c") ;
--
ExécuteAncêtre
--
MoiMême..Libellé = "x"
--
x = MaFenêtre..Titre
--
N°Marché = 3
--
nPosition@ = 3
--
ErrorInfo:Toto()
--
x = t[i,j] + t[i][j]
--
t[2 TO] = u
--
x = t[2 À 4]
--
x = MesParamètres[2 A]
--
RENVOYER (a, b)
--
RESULT -1
--
RENVOYER PAS a
--
RETURN (a = b)
--
RENVOYER
--
RESULT
--
SORTIR
--
CONTINUE
--
x = SELON(n, 1, 2, SINON 3)
--
STX est une structure
END
--
LOCAL
PROCEDURE f()
--
x est chaîne <description="a>b">
--
x is string <useful, description="x">
--
x is int <immutable> = 3
--
b is boolean = n < nMax >= 1
--
// only comment
--
LOOP(PROCEDURE(x)
RESULT 1
END)
y
END
