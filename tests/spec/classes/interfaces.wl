// Une interface se lit ; une variable de ce type tient tout objet qui a ses méthodes.
IParle est une Interface
	PROCÉDURE Parle(n est un entier) : chaîne
	PROCÉDURE Nom() : chaîne
FIN
cChat est une Classe
	implémente IParle
	m_s est une chaîne = "chat"
FIN
PROCÉDURE cChat::Parle(n est un entier) : chaîne
RENVOYER Répète("miaou", n)
PROCÉDURE cChat::Nom() : chaîne
RENVOYER m_s
cChien est une Classe implémente IParle
FIN
PROCÉDURE cChien::Parle(n est un entier) : chaîne
RENVOYER "ouah" + n
PROCÉDURE cChien::Nom() : chaîne
RENVOYER "chien"
FIN
x est un IParle dynamique
SI x = Null ALORS Trace("nul")
x = allouer un cChat
Trace(x.Parle(2), x.Nom())
t est un tableau de IParle
Ajoute(t, x)
Ajoute(t, allouer cChien)
POUR TOUT a DE t
	Trace(a.Nom(), a.Parle(1))
FIN
