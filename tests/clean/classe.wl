// Une classe qui tient sa session.
EmailChangeTimeOut(30)
oFacteur est un cFacteur
SI oFacteur.Ouvre("smtp.example.com") ALORS
	SI PAS oFacteur.Envoie("b@example.com", "Bonjour") ALORS Erreur(ErreurInfo())
	oFacteur.Ferme()
FIN

cFacteur est une Classe
	m_Session est un emailSessionSMTP
FIN

PROCÉDURE cFacteur::Ouvre(LOCAL sServeur est une chaîne) : booléen
:m_Session.AdresseServeur = sServeur
:m_Session.Option = emailProtocoleSMTPS
RENVOYER EmailOuvreSession(:m_Session)

PROCÉDURE cFacteur::Envoie(LOCAL sA est une chaîne, LOCAL sTexte est une chaîne) : booléen
m est un Email
m.Expéditeur = "facteur@example.com"
m.Destinataire = sA
m.Sujet = sTexte
RENVOYER EmailEnvoieMessage(:m_Session, m)

PROCÉDURE cFacteur::Ferme()
EmailFermeSession(:m_Session)
