STAdresse est une Structure
	sVille est une chaîne
	Voisin est un STClient
FIN
STClient est une Structure
	sNom est une chaîne
	Adresse est un STAdresse
FIN
c est un STClient
SORTIR SELON
