// Énumérations et structures déclarées dans une classe, nommées dehors par la classe (4.6, 11).
cDossier est une Classe
	ETypeDossier est une Énumération
		DossierRecu
		DossierEnvoye = "envoyé"
	FIN
	STLigne est une Structure
		sTexte est une chaîne
		nRang est un entier = 1
	FIN
	m_eType est un ETypeDossier
	m_tLignes est un tableau de STLigne
FIN
PROCÉDURE cDossier::Ajoute(sTexte)
st est un STLigne
st.sTexte = sTexte
st.nRang = m_tLignes..Occurrence + 1
TableauAjoute(m_tLignes, st)
PROCÉDURE cDossier::EstRecu() : booléen
RENVOYER m_eType = DossierRecu
FIN

d est un cDossier
Trace(d.EstRecu())
d.m_eType = cDossier::DossierEnvoye
Trace(d.EstRecu(), d.m_eType)
d.m_eType = cDossier.ETypeDossier.DossierRecu
Trace(d.EstRecu())
e est un cDossier::ETypeDossier = cDossier::ETypeDossier::DossierEnvoye
Trace(e, e..Nom)
d.Ajoute("a")
d.Ajoute("b")
l est un cDossier::STLigne = d.m_tLignes[2]
Trace(l.sTexte, l.nRang)
