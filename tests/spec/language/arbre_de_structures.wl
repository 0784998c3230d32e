// Une structure peut contenir un tableau d'elle-même ; une structure peut en nommer une qui est déclarée plus loin.
STDossier est une Structure
	sNom est une chaîne
	tabSous est un tableau de STDossier
	Proprio est un STPersonne
FIN
STPersonne est une Structure
	sNom est une chaîne = "personne"
FIN
racine est un STDossier
racine.sNom = "Courrier"
Range(racine, "Reçus")
Range(racine, "Envoyés")
Range(racine.tabSous[1], "Devis")
Affiche(racine)
Trace(racine.tabSous[1].tabSous[1].Proprio.sNom)

PROCÉDURE Range(stDans est un STDossier, sNom est une chaîne)
stNouveau est un STDossier
stNouveau.sNom = sNom
Ajoute(stDans.tabSous, stNouveau)

PROCÉDURE Affiche(stDossier est un STDossier, nNiveau est un entier = 0)
Trace(Répète("-", nNiveau) + stDossier.sNom)
POUR TOUT stSous DE stDossier.tabSous
	Affiche(stSous, nNiveau + 1)
FIN
