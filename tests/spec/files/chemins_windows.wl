// Un disque de Windows devient le dossier du programme ; la casse et le sens des barres n'arrêtent rien.
Trace(fRepCrée("C:\Mails\2026"), fRépertoireExiste("c:/mails/2026"))
Trace(fSauveTexte("C:\Mails\2026\Été.txt", "bonjour"), fChargeTexte("mails\2026\été.TXT"))
Trace(fCopieFichier("C:\Mails\2026\Été.txt", "C:\Mails"), fFichierExiste("C:\Mails\Été.txt"))
Trace(fListeFichier("C:\Mails\*.txt", frNonRécursif))
Trace(Remplace(fListeFichier("C:\Mails\*.txt"), RC, TAB))
Trace(fRepSupprime("C:\Mails"), ErreurDétectée)
Trace(fRepSupprime("C:\Mails", frRécursif), fRépertoireExiste("C:\Mails"))
POUR TOUT nPartie DE [fDisque, fRépertoire, fFichier, fExtension, fFichier + fExtension, fDisque + fRépertoire]
	Trace(nPartie, fExtraitChemin("C:\Mails\2026\Lettre.type.eml", nPartie))
FIN
Trace(ComplèteRep("C:\Mails") = ComplèteRep("C:\Mails\"), "C:\Mails" + ["\"] + "a.eml")
