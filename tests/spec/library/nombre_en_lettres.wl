// Les nombres en lettres, dans la langue du programme.
POUR TOUT n DE [0, 1, 16, 21, 70, 71, 80, 81, 91, 99, 100, 200, 201, 1000, 1080, 2000, 80000, 200000, 1000000, 3000200]
	Trace(NombreEnLettres(n))
FIN
Trace(NombreEnLettres(1234.5, "euro", "centime"))
Trace(NombreEnLettres(1, "euro"), NombreEnLettres(0.01, "euro"), NombreEnLettres(1.999, "franc"))
Trace(NombreEnLettres(2000000, "euro"), NombreEnLettres(1000000, "franc"))
Trace(NombreEnLettres(-3.14), NombreEnLettres("12 mois"))
Nation(nationAnglais)
Trace(NombreEnLettres(80, "euro"))
