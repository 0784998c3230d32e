// Vecteurs 1 à 11 de la section 18.
Trace("a\b")
Trace("say ""hi""")
Été est un entier = 3
Trace(ete + ÉTÉ)
s est une chaîne = "x"
s += [","] + "y"
s += [","] + "z"
Trace(s)
t est une chaîne
t += [","] + "y"
Trace(t)
Trace("C:\" + ["\"] + "f")
Trace(["Re: "] + "Re: hello") ; Trace(["Re: "] + "hello")
u est une chaîne = "abcdef"
Trace(u[[2 À 3]] + u[[À 1]] + u[[5 À]] + u[[2 SUR 2]])
v est une chaîne = "ab."
v[[3]] = ""
Trace(v)
Trace("été " ~= "ETE") ; Trace("été" = "ete") ; Trace("A.B. c" ~~ "abC")
Trace("subject" [= "sub") ; Trace("a.eml" =] ".eml") ; Trace("xay" [=] "a")
