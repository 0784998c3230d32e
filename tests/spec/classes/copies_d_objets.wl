// Un objet qui n'est pas dynamique se copie membre à membre par = et se compare de même (6.3, 6.6).
cAdresse est une Classe
	m_sVille est une chaîne
FIN
cClient est une Classe
	m_sNom est une chaîne
	m_oAdresse est un cAdresse
	m_tTel est un tableau de chaînes
	m_pParrain est un cClient dynamique
FIN
cProspect est une Classe
	hérite de cClient
	m_nNote est un entier
FIN
a, b sont des cClient
a.m_sNom = "Ada"
a.m_oAdresse.m_sVille = "Lyon"
Ajoute(a.m_tTel, "04")
a.m_pParrain = b
b = a
b.m_sNom = "Bob"
b.m_oAdresse.m_sVille = "Nice"
Ajoute(b.m_tTel, "06")
Trace(a.m_sNom, a.m_oAdresse.m_sVille, a.m_tTel..Occurrence, b.m_tTel..Occurrence, a.m_pParrain.m_sNom)
SI a <> b ALORS Trace("différents")
b = a
SI a = b ALORS Trace("égaux")
c est un cClient = a
c.m_oAdresse.m_sVille = "Metz"
SOIT d = a
d.m_sNom = "Dan"
Trace(a.m_sNom, a.m_oAdresse.m_sVille, c.m_oAdresse.m_sVille, d.m_sNom)
p est un cProspect
p.m_sNom = "Pia"
p.m_nNote = 5
a = p
Trace(a.m_sNom, p.m_nNote)
t est un tableau de 2 cClient
t[1].m_sNom = "un"
t[2] = t[1]
t[2].m_sNom = "deux"
u est un tableau de cClient
u <= t
u[1].m_sNom = "copie"
Ajoute(u, a)
u[3].m_sNom = "ajouté"
Trace(t[1].m_sNom, t[2].m_sNom, u[1].m_sNom, a.m_sNom, u[3].m_sNom)
