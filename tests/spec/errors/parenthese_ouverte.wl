// Une parenthèse ouverte n'emporte pas les lignes suivantes.
s est une chaîne = Gauche("abc", 2
Trace(s)
Trace(inconnu)
