sNom est une chaîne = "Noël"
sCorps est une chaîne = [
	Bonjour [%sNom%],
	  deux espaces restent.
]
Trace(Remplace(sCorps, RC, "|"))
Trace(Remplace([
un
deux
], RC, "+") + "!")
