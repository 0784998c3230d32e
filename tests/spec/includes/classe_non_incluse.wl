// La classe est dans un autre fichier : une seule erreur pour elle, qui nomme le fichier.
r est un cRelance
r.m_sClient = "Durand"
Trace(r.Sujet(), cRelance::MAXIMUM)
q est un cRelance dynamique = allouer un cRelance
Trace(PremierJour("Durand"))
Trace(cInconnue::Total())
