// Méthodes comme procédures de rappel, procédures internes et lambdas dans une méthode (8.5, 8.6).
cListe est une Classe
	m_t est un tableau d'entiers = [3, 1, 2]
	m_pFait est une procédure
	m_nAppels est un entier
FIN
PROCÉDURE cListe::Compare(a est un entier, b est un entier) : entier
m_nAppels++
RENVOYER b - a
PROCÉDURE cListe::Trie()
TableauTrie(m_t, ttFonction, Compare)
PROCÉDURE cListe::Somme() : entier
nSomme est un entier
PROCÉDURE INTERNE Plus(n)
	nSomme += n
	m_nAppels = 0
	:Note(nSomme)
FIN
POUR TOUT n DE m_t
	Plus(n)
FIN
RENVOYER nSomme
PROCÉDURE cListe::Note(n)
SI m_pFait <> Null ALORS m_pFait("note " + n)
PROCÉDURE cListe::Transforme(f est une procédure)
POUR i = 1 À m_t..Occurrence
	m_t[i] = f(m_t[i])
FIN
PROCÉDURE cListe::Double()
:Transforme(n => n * 2 + m_nAppels)
PROCÉDURE Montre(s)
Trace(s)
FIN
l est un cListe
l.Trie()
Trace(l.m_t[1], l.m_t[2], l.m_t[3], l.m_nAppels > 0)
Trace(l.Somme())
l.m_pFait = Montre
Trace(l.Somme())
l.Double
Trace(l.m_t[1], l.m_t[3])
f est une procédure = l.Note
f(12)
