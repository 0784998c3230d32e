// Fichiers, dossiers et chemins sous leurs deux noms (stdlib.md 5.1).
sDossier est une chaîne = ComplèteRep(fRépertoireTemp()) + "deux_noms"
fRepSupprime(sDossier, frRécursif)
Trace(fRepCrée(sDossier), fMakeDir(sDossier + "/sous/profond"), fRépertoireExiste(sDossier), fDirectoryExist(sDossier + "/rien"))
Trace(fRepEnCours() = fRepExe(), fCurrentDir(sDossier) = fRepEnCours(), fExeDir() = fWebDir(), fRepWeb() = fRepExe())
Trace(fSauveTexte("a.txt", "un"), fSaveText("b.txt", "deux" + RC), fAjouteTexte("a.txt", "é"), fAddText("a.txt", RC))
Trace(fChargeTexte("a.txt"), fLoadText("rien.txt") = "", ErreurDétectée)
Trace(fTaille("a.txt"), fSize("rien.txt"), fFichierExiste("a.txt"), fFileExist(""), fFileExist("sous"), fFichierExiste("*.txt"))
Trace(fSauveBuffer("c.bin", HexaVersBuffer("00FF")), fSaveBuffer("d.bin", ""), BufferVersHexa(fChargeBuffer("c.bin")), Length(fLoadBuffer("d.bin")))
Trace(Taille(fDate("a.txt")), Length(fTime("a.txt")), Taille(fHeure("a.txt")), Length(fDateTime("a.txt")), Gauche(fDateHeure("a.txt"), 8) = fDate("a.txt"), "<" + fDate("rien") + ">")
Trace(fCopieFichier("a.txt", "sous"), fCopyFile("*.bin", "sous/"), fDéplaceFichier("b.txt", "sous/b2.txt"), fMoveFile("rien.txt", "x"), fRenomme("c.bin", "e.bin"), fRename("d.bin", "e.bin"))
Trace(Court(fListeFichier("*.txt")), Court(fListFile("*", frNotRecursive)), Court(fListeRépertoire("*")), Court(fListDirectory("*", frNonRécursif)))
Trace(fListeFichier("*.bin", Vu, 7), fListFile("rien*") = "")
Trace(Court(fRep("*.txt")), Court(fRep()), Court(fDir("*", frDirectory)), fDir("rien") = "")
Trace(fSupprime("a.txt"), fDelete("a.txt"), fSupprime("*.bin"), fListFile("*", frNotRecursive) = "")
Trace(fRemoveDir(sDossier + "/sous"), fRepSupprime(sDossier + "/sous", frRécursif))

// Ligne à ligne.
n est un entier = fOuvre("l.txt", foCréation + foEcriture)
Trace(n > 0, fEcritLigne(n, "un"), fWriteLine(n, "deux"), fEcrit(n, "tr"), fWrite(n, "ois"), fPositionne(n), fFerme(n), fClose(n))
n = fOpen("l.txt")
Trace(fLitLigne(n), fReadLine(n), fLitLigne(n), fReadLine(n) = EOT, fSeek(n, 4, 0), fLit(n, 4), fRead(n, 2) = RC, fClose(n))
n = fCrée("l.txt")
m est un entier = fCreate("m.txt")
Trace(m <> n, fFerme(n), fFerme(m), fTaille("l.txt"), fOuvre("rien.txt", foLecture), fOpen("rien.txt", foRead))
fRepEnCours(fRepExe())
Trace(fRepSupprime(sDossier, frRecursive), fRépertoireExiste(sDossier))

// Chemins.
Trace(fExtraitChemin("C:\Data\x.txt", fDisque), fExtractPath("C:\Data\x.txt", fDirectory), fExtraitChemin("C:\Data\x.txt", fFichier), fExtractPath("C:\Data\x.txt", fFile + fExtension), fExtractPath("x", fExtension) = "")
Trace(fConstruitChemin("d", "x", "txt") = fBuildPath("d" + fSep, "x", ".txt"), ComplèteRep("a\b"), CompleteDir("") = "", Taille(fSep()))
sTemp est une chaîne = fFichierTemp()
Trace(fFichierExiste(sTemp), fTempFile("wl") <> sTemp, Droite(fTempPath()) = fSep)
Trace(fRepDonnées() = fDataDir(), fRepDonnéesUtilisateur() = fDataDirUser(), fRepDonnéesCommun() = fDataDirCommon(), SysRep() = SysDir(), SysDir(srMyDocuments) <> "")
fRepSupprime(fDataDir())

// INI et paramètres.
Trace(INIEcrit("Mail", "Port", 587, ".\deux_noms.ini"), INIWrite("Mail", "Vide", "", ".\deux_noms.ini"), INILit("MAIL", "port", "25", ".\deux_noms.ini"), INIRead("Mail", "Vide", "défaut", ".\deux_noms.ini"), INILit("x", "y", "z", ".\rien.ini"))
Trace(Remplace(INIRead("Mail", "", "", ".\deux_noms.ini"), RC, ","), INILit("", "", "", ".\deux_noms.ini"), Val(INIRead("Mail", "Port", "", ".\deux_noms.ini")) + 1)
fSupprime(".\deux_noms.ini")
Trace(InitParamètre(paramIni), InitParameter(paramIni), SauveParamètre("a", 1), SaveParameter("b", "deux"), ChargeParamètre("a"), LoadParameter("b"), LoadParameter("c", "rien"))
Trace(SupprimeParamètre("a"), DeleteParameter("a"), "<" + ChargeParamètre("a") + ">")
fSupprime("fichiers_deux_noms-parameters.json")

PROCÉDURE Court(sListe)
sCourte est une chaîne = Remplace(sListe, sDossier, "")
RENVOYER Remplace(Remplace(sCourte, RC, ","), "\", "/")

PROCÉDURE Vu(sRep, sNom, nEtat, nPointeur)
Trace(Remplace(sRep, sDossier, "") <> sRep, sNom, nPointeur)
RENVOYER Vrai
