// Le nombre d'arguments du constructeur est vérifié partout où un objet est construit.
cMsg est une Classe
	m_s est une chaîne
FIN
PROCÉDURE cMsg::Constructeur(sA, sB = "")
m_s = sA + sB
cCopie est une Classe
	hérite de cMsg
FIN
PROCÉDURE cCopie::Constructeur()
m_s = "copie"
cVide est une Classe
FIN
a est un cMsg
b est un cMsg("1", "2", "3")
c est un cMsg("1")
p est un cMsg dynamique = allouer un cMsg()
v est un cVide("de trop")
cTient est une Classe
	m_o est un cMsg
	m_bon est un cMsg("x")
FIN
