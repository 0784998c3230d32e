// Une classe qui garde sa session et son message, comme dans les projets.
cCourrier est une Classe
PRIVÉ
	m_Session est un emailSessionSMTP
	m_Message est un Email
	m_bOuverte est un booléen
GLOBAL
	ms_nEnvois est un entier
FIN
PROCÉDURE cCourrier::Constructeur(sServeur est une chaîne)
m_Session..AdresseServeur = sServeur
m_Message.Expediteur = "boutique@example.com"
PROCÉDURE cCourrier::Destinataire(sAdresse est une chaîne)
Ajoute(m_Message.Destinataire, sAdresse)
PROCÉDURE cCourrier::Envoie(sSujet est une chaîne, sTexte est une chaîne) : booléen
SI PAS m_bOuverte ALORS m_bOuverte = EmailOuvreSession(m_Session)
:m_Message.Sujet = sSujet
AVEC m_Message
	.Message = sTexte
FIN
SI PAS EmailEnvoieMessage(m_Session, m_Message) ALORS
	Erreur(ErreurInfo())
	RENVOYER Faux
FIN
ms_nEnvois++
RENVOYER Vrai
PROCÉDURE cCourrier::Destructeur()
SI m_bOuverte ALORS EmailFermeSession(m_Session)
Trace("session fermée")
FIN
c est un cCourrier("smtp.example.com")
c.Destinataire("lea@example.com")
Trace(c.Envoie("Bonjour", "Votre commande est prête."))
Trace(cCourrier::ms_nEnvois)
