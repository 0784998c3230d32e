"""Functions that are known but not offered, with the reason and what to do instead: no name is unknown (stdlib.md).

Each table is a text of `English/French` names, or one name where both languages have the same.
"""

from __future__ import annotations

from wlmail.language.registry import unsupported

ALIASES = {"RegistryQueryValue": ("RegistryRead",), "RegistrySetValue": ("RegistryWrite",)}

TABLES = (
    (
        "it needs a data binding, which wlmail does not have yet; read the data from a text file with fLoadText",
        """
        FileToArray/FichierVersTableau FileToMemory/FichierVersMémoire HAdd/HAjoute
        HAddUser/HAjouteUtilisateur HAlias HBuildKeyValue/HConstruitValClé HCancelAlias/HAnnuleAlias
        HCancelDeclaration/HAnnuleDéclaration HChangeConnection/HChangeConnexion HChangeDir/HChangeRep
        HChangeName/HChangeNom hCheckMemo/HVérifieMemo HCheckStructure/HVérifieStructure HClose/HFerme
        HCloseConnection/HFermeConnexion HConnect/HConnecte HCopyRecord/HCopieEnreg
        HCreateMasterReplica/HCréeRéplicaMaitre HCreateMoveableReplica/HCréeRéplicaTransportable
        HCreateSubscriberReplica/HCréeRéplicaAbonne HCreation HCreationIfNotFound/HCréationSiInexistant
        HDeactivateFilter/HDésactiveFiltre HDeclareExternal/HDéclareExterne HDelete/HSupprime
        HDeleteAll/HSupprimeTout HDescribeConnection/HDécritConnexion HDescribeTrigger/HDécritTrigger
        HError/HErreur HErrorDuplicates/HErreurDoublon HErrorInfo/HErreurInfo HErrorIntegrity/HErreurIntégrité
        HErrorLock/HErreurBlocage HExecuteQuery/HExécuteRequête HExecuteSQLQuery/HExécuteRequêteSQL
        HExportText/HExporteTexte HFilter/HFiltre HFilterIdentical/HFiltreIdentique
        HFilterIncludedBetween/HFiltreComprisEntre HFilterStartsWith/HFiltreCommencePar HFound/HTrouve
        HFreeQuery/HLibèreRequête HImportText/HImporteTexte HIndex/HRéindexe HInfoGroup/HInfoGroupe HInfoMemo
        HInfoServer/HInfoServeur HInfoUser/HInfoUtilisateur HLinkMemo/HAttacheMémo HListFile/HListeFichier
        HListItem/HListeRubrique HLockRecNum/HBloqueNumEnr HMode HModify/HModifie
        HModifyDatabaseRights/HModifieDroitBaseDeDonnées HModifyFileRights/HModifieDroitFichier
        HModifyGroup/HModifieGroupe HModifyServerRights/HModifieDroitServeur HModifyUser/HModifieUtilisateur
        HNbRec/HNbEnr HNext/HSuivant HOnError/HSurErreur HOpen/HOuvre HOpenConnection/HOuvreConnexion
        HOut/HEnDehors HPass/HPasse HRead/HLit HReadFirst/HLitPremier HReadLast/HLitDernier
        HReadNext/HLitSuivant HReadPrevious/HLitPrécédent HReadSeek/HLitRecherche
        HReadSeekFirst/HLitRecherchePremier HRecreateSubscriberReplica/HRecréeRéplicaAbonne HReset/HRAZ
        HResetUser/HRAZUtilisateur HRestorePosition/HRetourPosition HSavePosition/HSauvePosition
        HSeek/HRecherche HSeekFirst/HRecherchePremier HSeekLast/HRechercheDernier
        HSetReplication/HGèreRéplication HSetTrigger/HGèreTrigger HSynchronizeReplica/HSynchroniseRéplica
        HTransactionCancel/HTransactionAnnule HTransactionEnd/HTransactionFin
        HTransactionStart/HTransactionDébut HUnlockRecNum/HDébloqueNumEnr MemoryToFile/MémoireVersFichier
        SQLCol/SQLLitCol SQLConnect/SQLConnecte SQLExec SQLFetch/SQLAvance
        """,
    ),
    (
        "reports and PDF files are made by WINDEV; make the file there and attach it",
        """
        iReportPrintingStatus/iStatusImpressionEtat iSequencingAdd/iEnchaînementAjoute
        iSequencingPrint/iEnchaînementImprime iWindowCancel/iFenêtreAbandon PDFExtractText/PDFExtraitTexte
        PDFMerge/PDFFusionne PDFOpen/PDFOuvre
        """,
    ),
    (
        "it acts on a page in a browser; leave it out",
        """
        JSMethod/JSMéthode JSProperty/JSPropriété
        """,
    ),
    (
        "it draws, and wlmail has no windows; leave it out",
        """
        ColorPalette/CouleurPalette dAlphaBlend/dFusionne dLoadImage/dChargeImage dResize/dRedimensionne
        dRotation dSaveImageJPEG/dSauveImageJPEG dSaveImagePNG/dSauveImagePNG fGraphicFilter/fFiltreImage
        fImageSelect/fSélecteurImage gPen/gStylo grAddData/grAjouteDonnée grAxisTitle/grTitreAxe
        grAxisTitleFont/grPoliceTitreAxe grCategoryLabel/grEtiquetteCategorie
        grColumnSpacing/grHistoEspacement grCreate/grCrée grDeleteSeries/grSupprimeSérie
        grDestinationControl/grDestinationChamp grDraw/grDessine grGraduate/grGraduation
        grGridLines/grQuadrillage grLabel/grLibelle grLabelFont/grPoliceEtiquette grLegendFont/grPoliceLegende
        grMask/grMasque grOrientation grParameter/grParamètre grPiePullOut/grSecteurPartExcentrée
        grSeriesColor/grCouleurSérie grSeriesLabel/grEtiquetteSérie grStartAngle/grSecteurAngleDepart
        grTitle/grTitre grTitleFont/grPoliceTitre ImageInfoClose/ImageInfoFerme ImageInfoValue/ImageInfoValeur
        """,
    ),
    (
        "building XML and feeds is not offered; use Serialize with psdXML, or StringBuild with TextToXML",
        """
        rssBuildString/rssConstruitChaine rssDisplay/rssAffiche XMLBuildString/XMLConstruitChaîne
        XMLSave/XMLSauve
        """,
    ),
    (
        "it compresses in the vendor's own way; use zipCreate and zipExtractAll",
        """
        fCompress/fCompacte fUncompress/fDécompacte
        """,
    ),
    (
        "the registry exists on Windows only; use INIRead and INIWrite",
        """
        RegistryCreateKey/RegistreCréeClé RegistryDeleteKey/RegistreSupprimeClé
        RegistryDeleteValue/RegistreSupprimeValeur RegistryExist/RegistreExiste
        RegistryNextKey/RegistreCléSuivante RegistryQueryValue/RegistreLit RegistrySetValue/RegistreEcrit
        """,
    ),
    (
        "wlmail speaks with mail servers only; use the e-mail functions",
        """
        FTPConnect/FTPConnecte SMSReset/SMSRAZ SMSRunApp/SMSLanceAppli SMSSend/SMSEnvoie
        SocketChangeTransmissionMode/SocketChangeModeTransmission SocketClose/SocketFerme
        SocketConnect/SocketConnecte SocketCreate/SocketCrée SocketExist/SocketExiste SocketRead/SocketLit
        SocketWaitForConnection/SocketAttendConnexion SocketWrite/SocketEcrit SSLActive
        tapiDialerCall/telDialerCompose
        """,
    ),
    (
        "address books and calendars of other programs are out of reach; keep the addresses in a text file",
        """
        AppointmentAdd/RendezVousAjoute AppointmentDelete/RendezVousSupprime
        AppointmentFirst/RendezVousPremier AppointmentModify/RendezVousModifie
        AppointmentNext/RendezVousSuivant ContactAdd/ContactAjoute ContactDelete/ContactSupprime
        ContactEdit/ContactEdite ContactFirst/ContactPremier ContactList/ContactListe
        ContactListSource/ContactListeSource ContactModify/ContactModifie ContactNext/ContactSuivant
        ContactSearch/ContactCherche TaskAdd/TâcheAjoute TaskDelete/TâcheSupprime TaskFirst/TâchePremier
        TaskModify/TâcheModifie TaskNext/TâcheSuivant
        """,
    ),
    ("it empties the controls of a window; VariableReset does that for a variable", "Reset/RAZ"),
    (
        "wlmail has no windows with controls; use variables and arrays",
        """
        AnimationPlayOnControlProperty/AnimationJoueSurPropriétéChamp AssistedInputAdd/SaisieAssistéeAjoute
        AssistedInputConfigure/SaisieAssistéeParamètre CalendarPosition/CalendrierPosition
        CalendarSelect/CalendrierSelect CaptchaDisplay/CaptchaAffiche CaptchaVerify/CaptchaVérifie
        CellCloseDialog/CelluleFermeDialogue CellDisplayDialog/CelluleAfficheDialogue ChangeAction ChangeStyle
        ChangeTarget/ChangeDestination CombinationFromValue/CombinaisonDepuisValeur ControlExist/ChampExiste
        ControlPopupOwner/ChampContextuel FileToScreen/FichierVersEcran FontCreate/PoliceCrée
        GalleryClosePopup/GalerieFermePopup GalleryPopupDisplayed/GaleriePopupAffichée
        gLinkActivate/gLienActive ListAdd/ListeAjoute ListCount/ListeOccurrence ListDelete/ListeSupprime
        ListDeleteAll/ListeSupprimeTout ListDisplay/ListeAffiche ListMoveLine/ListeDéplaceLigne
        ListSeek/ListeCherche ListSelect/ListeSelect ListSelectPlus/ListeSelectPlus
        LooperAdd/ZoneRépétéeAjoute LooperAddLine/ZoneRépétéeAjouteLigne LooperCount/ZoneRépétéeOccurrence
        LooperDelete/ZoneRépétéeSupprime LooperDeleteAll/ZoneRépétéeSupprimeTout
        LooperDisplay/ZoneRépétéeAffiche LooperInsertLine/ZoneRépétéeInsèreLigne
        LooperModifyLine/ZoneRépétéeModifieLigne LooperPosition/ZoneRépétéePosition
        LooperSeek/ZoneRépétéeCherche LooperSelect/ZoneRépétéeSelect LooperSort/ZoneRépétéeTrie
        MouseXPos/SourisPosX MouseYPos/SourisPosY OrganizerAddAppointment/AgendaAjouteRendezVous
        OrganizerChangeMode/AgendaChangeMode OrganizerDeleteAll/AgendaSupprimeTout
        OrganizerDisplay/AgendaAffiche OrganizerListAppointment/AgendaListeRendezVous
        OrganizerPosition/AgendaPosition ScreenFirst/EcranPremier ScreenToFile/EcranVersFichier
        ScreenToSource/EcranVersSource SiteMapPathAddLink/CheminNavigationAjouteLien
        SiteMapPathDeleteAll/CheminNavigationSupprimeTout SourceToScreen/SourceVersEcran
        SpreadsheetAddData/TableurAjouteDonnée SpreadsheetBorderSelection/TableurCadreSelection
        SpreadsheetSelectMinus/TableurSelectMoins SpreadsheetSelectPlus/TableurSelectPlus
        SpreadsheetStyleSelection/TableurStyleSelection StringDisplay/ChaineAffiche
        TableAddChild/TableAjouteFils TableAddLine/TableAjouteLigne TableCount/TableOccurrence
        TableDelete/TableSupprime TableDeleteAll/TableSupprimeTout TableDisplay/TableAffiche
        TableInsertLine/TableInsèreLigne TableSelect TableSelectCount/TableSelectOccurrence TableSelectPlus
        TableSort/TableTrie TableToExcel/TableVersExcel TableToWord/TableVersWord TableToXML/TableVersXML
        TextHeight/TexteHauteur TextWidth/TexteLargeur TreeAdd/ArbreAjoute TreeExpand/ArbreDéroule
        TreeExpandAll/ArbreDérouleTout TreeFind/ArbreCherche TreeIdentifier/ArbreRécupèreIdentifiant
        TreeSelect/ArbreSelect TreeSelectPlus/ArbreSelectPlus TreeStatus/ArbreEtat
        """,
    ),
    (
        "wlmail has no windows; ask with Input or YesNo, show with Info",
        """
        DelayBeforeClosing/DélaiAvantFermeture ExecuteProcess/ExécuteTraitement GetActiveObject/ObjetActif
        Open/Ouvre OpenChild/OuvreFille OpenMobileWindow/OuvreFenêtreMobile OpenPopup/OuvrePopup
        OpenPopupMenu/OuvreMenuContextuel PopupClose/PopupFerme PopupDisplay/PopupAffiche
        SysIconAdd/SysIcôneAjoute Use/Utilise WinDevVersion/VersionWINDEV WinInitialized/FenInitialisée
        WinInWidth/FenIntLarg WinSize/FenTaille WinStatus/FenEtat
        """,
    ),
    (
        "wlmail serves no pages; use variables, and CommandLine for parameters",
        """
        ConfigureAWPContext/ConfigureContexteAWP ContextExist/ContexteExiste CookieRead/CookieLit
        CookieWrite/CookieEcrit DeclareAWPContext/DéclareContexteAWP
        fCopyFileWebFolder/fCopieFichierRépertoireWeb FileDisplay/FichierAffiche FileToPage/FichierVersPage
        gpwDisconnectUser/gpwDéconnecteUtilisateur gpwGetUserInfo/gpwRécupInfoUtilisateur
        gpwOpenConfiguration/gpwOuvreConfiguration gpwVisitor/gpwVisiteur PageAddress/PageAdresse
        PageDisplay/PageAffiche PageParameter/PageParamètre PageRefresh/PageActualise
        PageToFile/PageVersFichier PageToSource/PageVersSource ScriptDisplay/ScriptAffiche
        """,
    ),
    (
        "code that is built while the program runs is not offered; call the procedure by its name",
        """
        Compile EvaluateExpression/EvalueExpression Execute ExecuteAncestor/ExécuteAncêtre
        ExecuteCode/ExécuteCode GetIdentifier/DonneIdentifiant TypeVar
        """,
    ),
    (
        "timers need a program that stays alive; use a loop with ThreadPause",
        """
        EndTimer/FinTimer EndTimerSys/FinTimerSys Timer TimerSys
        """,
    ),
    (
        "it belongs to Windows or to the machine; leave it out",
        """
        API CallDLL32/AppelDLL32 fAttribute/fAttribut fDriveInfo/fDisqueInfo fLock/fVerrouille
        fTrackFile/fSurveilleFichier fUnlock/fDéverrouille StringRetrieve/ChaîneRécupère
        SysWindowsVersion/SysVersionWindows
        """,
    ),
    (
        "it is not offered yet; compute the date with DateToInteger and IntegerToDate",
        """
        EasterDay/JourDePâques PublicHoliday/JourFérié
        """,
    ),
    (
        "encryption is not offered yet; keep passwords outside the program, in a file that only you can read",
        """
        DecryptStandard/DécrypteStandard EncryptStandard/CrypteStandard
        """,
    ),
    (
        "this conversion is not offered yet; use HTMLToText and TextToHTML",
        """
        HTMLToRTF/HTMLVersRTF MarkdownToHTML/MarkdownVersHTML RTFToHTML/RTFVersHTML RTFToText/RTFVersTexte
        """,
    ),
    (
        "it is not offered; use NumToString",
        """
        CurrencyToString/MonétaireVersChaîne eChangeCurrency/eChangeDevise eCurrencyName/eNomDevise
        eExchangeRate/eTauxDeChange eInitCurrency/eInitDevise FinFutureVal/FinValFuture
        FinPeriodInterest/FinIntérêtPériode FinRepayVal/FinValRemboursement LengthToString/TailleVersChaine
        """,
    ),
    (
        "it belongs to the development environment; leave it out",
        """
        ArrayInfo/TableauInfo Phonetic/Phonétique TestWriteResult/TestEcritResultat
        """,
    ),
)

for because, names in TABLES:
    for name in names.split():
        english, _, french = name.partition("/")
        unsupported(english, french or english, because=because, aliases=ALIASES.get(english, ()))
