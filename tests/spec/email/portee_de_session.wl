// Une session s'arrête avec la dernière variable qui la désigne ; une copie en fait partie.
PROCÉDURE Ouvre()
s est un emailSessionSMTP
s.AdresseServeur = "smtp.exemple.fr"
s.Nom = "locale"
SI PAS EmailOuvreSession(s) ALORS Erreur(ErreurInfo())
Envoie("dans la procédure")
FIN

PROCÉDURE Nouvelle() : emailSessionSMTP
s est un emailSessionSMTP
s.AdresseServeur = "autre.exemple.fr"
s.Nom = "locale"
EmailOuvreSession(s)
RENVOYER s
FIN

PROCÉDURE Envoie(sSujet)
m est un Email
m.Expéditeur = "a@exemple.fr"
m.Destinataire = "b@exemple.fr"
m.Sujet = sSujet
SI EmailEnvoieMessage("locale", m) ALORS Trace(sSujet, "parti") SINON Trace(sSujet, ErreurInfo())
FIN

Ouvre()
Envoie("après la procédure")
gardée est un emailSessionSMTP
gardée = Nouvelle()
Envoie("gardée par une copie")
