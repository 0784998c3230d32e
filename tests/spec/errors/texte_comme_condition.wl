s est une chaîne = "abc"
Trace("avant")
SI s ALORS Trace("jamais")
