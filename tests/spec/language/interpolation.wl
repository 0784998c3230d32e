sNom est une chaîne = "Bob"
n est un entier = 2
Trace("Bonjour [%sNom%], [%1+1%] et [%n * 10%]")
Trace("[%Majuscule(sNom)%] [%sNom[[1 À 2]]%]")
// Ce qui n'est pas une expression reste du texte.
Trace("[%Nom_Inconnu%] [[%1]] [%%%]")
Trace(ChaîneConstruit("[[%1]]", "x"))
