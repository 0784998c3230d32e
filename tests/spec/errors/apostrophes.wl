// Un texte entre apostrophes.
s est une chaîne = 'bonjour'
Trace(s)
