// Un fichier écrit à la main : commentaires, blancs autour du signe égal, guillemets.
fSauveTexte("compte.ini", "; le compte" + RC + "[SMTP]" + RC + "Serveur = mail.example.com" + RC + "Nom=""Zoé L""" + RC + "Vide=" + RC)
Trace(INILit("smtp", "SERVEUR", "aucun", "compte.ini"), INILit("SMTP", "Nom", "aucun", "compte.ini"))
Trace(INILit("SMTP", "Vide", "aucun", "compte.ini"), INILit("SMTP", "Port", "25", "compte.ini"), INILit("POP", "Port", "110", "compte.ini"))
INIEcrit("SMTP", "Port", 587, "compte.ini")
INIEcrit("POP", "Actif", Vrai, "compte.ini")
INIEcrit("smtp", "serveur", "autre.example.com", "compte.ini")
Trace(Remplace(INILit("SMTP", "", "", "compte.ini"), RC, ","), Remplace(INILit("", "", "", "compte.ini"), RC, ","))
Trace(fChargeTexte("compte.ini"))
