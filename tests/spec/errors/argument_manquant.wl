// Des arguments oubliés.
s est une chaîne = Gauche(, 2)
Trace(Milieu("abc", ))
EmailEnvoieMessage()
