// Objets dans des tableaux associatifs, files, structures, et constantes de taille dans une classe.
cStock est une Classe
	CONSTANTE
		TAILLE = 3
	FIN
	m_tCases est un tableau de TAILLE entiers
	m_taParCle est un tableau associatif de cArticle dynamique
	m_oDefaut est un cArticle("défaut")
	m_pPremier est un cArticle dynamique = allouer un cArticle("premier")
FIN
cArticle est une Classe
	m_sNom est une chaîne
FIN
PROCÉDURE cArticle::Constructeur(sNom)
m_sNom = sNom
PROCÉDURE cStock::Range(p est un cArticle dynamique)
m_taParCle[p.m_sNom] = p
PROCÉDURE cStock::Cherche(sNom) : cArticle dynamique
SI m_taParCle[sNom]..Existe ALORS RENVOYER m_taParCle[sNom]
RENVOYER Null
FIN
STPaire est une Structure
	pA est un cArticle dynamique
	oS est un cStock
FIN
s est un cStock
Trace(s.m_tCases..Occurrence, s.m_oDefaut.m_sNom, s.m_pPremier.m_sNom)
s.Range(allouer un cArticle("vis"))
s.Range(s.m_pPremier)
Trace(s.Cherche("vis").m_sNom, s.Cherche("clou") = Null)
SI s.Cherche("premier") = s.m_pPremier ALORS Trace("le même")
f est une file de cArticle dynamique
Enfile(f, s.Cherche("vis"))
p est un cArticle dynamique
Défile(f, p)
Trace(p.m_sNom)
st est un STPaire
st.pA = p
st.oS.m_tCases[2] = 8
st2 est un STPaire
st2 = st
st2.oS.m_tCases[2] = 9
Trace(st.oS.m_tCases[2], st2.pA = p)
