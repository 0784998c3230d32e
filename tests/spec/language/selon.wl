SELON 5
	CAS 1,2: Trace("a")
	CAS 3<=*<=6 : Trace("b")
	AUTRE CAS Trace("c")
FIN
POUR i = 0 À 5
	SELON i
		CAS 0 : Trace("zéro")
		CAS 1, 2
			Trace("un ou deux")
		CAS À 3 : Trace("au plus trois")
		CAS > 4
			Trace("plus de quatre")
		AUTRES CAS
			Trace("quatre")
	FIN
FIN
sFichier est une chaîne = "facture.CSV"
SELON Vrai
	CAS sFichier =] ".txt" : Trace("texte")
	CAS sFichier ~] ".csv" : Trace("tableur")
	AUTRE CAS : Trace("inconnu")
FIN
Trace(SELON(2, "un", "deux", SINON "beaucoup"), SELON(9, "un", "deux", SINON "beaucoup"))
