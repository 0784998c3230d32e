// [sep] n'ajoute le séparateur que s'il faut.
s est une chaîne = "x"
s += [","] + "y"
s += [","] + "z"
Trace(s)
vide est une chaîne
vide += [","] + "y"
Trace(vide)
Trace("C:\" + ["\"] + "f")
Trace("C:" + ["\"] + "f")
Trace(["Re: "] + "Re: bonjour")
Trace(["Re: "] + "bonjour")
t est une chaîne = "fin;"
t += [";"] + "suite"
Trace(t)
