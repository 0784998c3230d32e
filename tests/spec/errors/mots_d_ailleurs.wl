// Ce que d'autres bibliothèques appellent autrement ; rien n'est proposé pour ce qui est trop loin.
ses est un emailSessionSMTP
ses.Serveur = "smtp.example.com"
ses.Ouvre()
ses.Envoie()
m est un Email
m.Objet = "Facture"
m.PiècesJointes = "facture.pdf"
m.Envoyer()
EmailConnecte(ses)
SI EmailEtat(m) = emailEnCours ALORS Trace("en cours")
Trace(emailOptionSuivi)
EmailTransporte(m)
