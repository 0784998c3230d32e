// Les éléments d'un tableau sont entre crochets ; une propriété n'a pas de parenthèses.
Email.Destinataire(1) = "client@example.com"
m est un Email
m.Sujet("Facture")
Trace(m.Cci(2))
