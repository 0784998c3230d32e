"""Constants of families that are not offered: known, so that a program which names them is not called wrong.

Only where stdlib.md 9 knows a value is it the vendor's; the others are numbered.
"""

from __future__ import annotations

from wlmail.language.registry import constant

NAMES = """
    trtClick/trtClic cellCenter/celCentre indControl/indChamp Active/Actif Grayed/Grisé caContinue/caContinuer
    popupCenter/popupCentre animDeceleration/animDécélération trtInit hLockWrite/hBlocageEcriture taInit
    PastelRed/RougePastel trtChange/trtModification Inactive/Inactif LightGray/GrisClair Black/Noir
    iLightRed/iRougeClair mpPage/spPage hErrMessage hRecNumCurrent/hNumEnrEnCours drHighQuality/drHauteQualité
    gpwInfoSupervisor/gpwInfoSuperviseur Transparent iBlack/iNoir LightRed/RougeClair NewBrowser/NouveauNavigateur
    toTotal hAllowed/hAutorisé hForbidden/hInterdit grYCoordinate/grOrdonnée PastelGreen/VertPastel
    ONResizable/ONDimension ONSimple taReExecuteQuery/taRéExécuteRequête iWhite/iBlanc trtSelection/trtSélection
    DarkRed/RougeFoncé white/Blanc hRightsChangeRights/hDroitChangeDroit drHomotheticCentered/drHomothétiqueCentré
    taNoXSL/taSansXSL grXCoordinate/grAbscisse ONScrollBar/ONAscenseur drHomothetic/drHomothétique iPDF
    grShowValue/grAfficheValeur rplToSubscriber/rplVersAbonné inMemory/enMémoire
    hCheckMemo/hVérifieMémo hRightsLock/hDroitBlocage iNormal twrInfo/terInfo twrError/terErreur
    aiMinSize/saTailleMin aiFilter/saFiltre filterContains/filtreContient ctxDisk/ctxDisque
    grMaskValue/grMasqueValeur grAtRight/grADroite grAtTop/grEnHaut i100
    rplToMaster/rplVersMaitre Invisible hTriggerAfter/hTriggerAprès sysVersionInfo
    hRightsManageUser/hDroitGestionUtilisateur hRightsSeeUser/hDroitVisualisationUtilisateur
    durationCenti/duréeCentième gpwInfoLogin gpwOk/gpwOK iGenericHTML/iHTMLGénérique toColumn/toColonne
    orgAptSelected/agRdvSélectionné mContactLastName/mContactNom mContactFirstName/mContactPrénom
    OfficeAddress/adresseBureau SocketEndTag/SocketMarqueurFin iDarkGreen/iVertFoncé grColumn/grHisto
    psheetFontSize/tblrTaillePolice hAccessHF7/hAccèsHF7 BrowserPlatformAndroid/NavigateurPlateformeAndroid
    BrowserPlatformBlackBerry/NavigateurPlateformeBlackBerry BrowserPlatformiPhone/NavigateurPlateformeiPhone
    BrowserPlatformMobile/NavigateurPlateformeMobile BrowserPlatformWindowsMobile/NavigateurPlateformeWindowsMobile
    Internet/INTERNET amMove/tdDéplace Default/Défaut hLockReadWrite/hBlocageLectureEcriture hNdxNormal
    colorTextNoteWarning/couleurTexteNoteAvertissement curSystemHand/curMainSystème fdSerialNumber/fdNuméroDeSérie
    hNdxSilent/hNdxMuet orgzWeek/agzSemaine gdSelectedDate/agzJour schEveryDay/plnTousLesJours
    schEveryWeek/plnToutesLesSemaines schEveryMonth/plnTousLesMois schEveryYear/plnTousLesAns mpControl/spChamp
    toShown/toAffichée ajaxStraightCall/ajaxAppelSimple ONStatus/ONMessage tvError/aErreur hInfoVersion hInfoVI
    hInfoPlatform/hInfoPlateforme indVariable PriorityNormal/PrioritéNormale hAffectBrowse/hAffecteParcours
    PriorityHigh/PrioritéElevée BrowserTypeInternetExplorer/NavigateurTypeInternetExplorer
    hAcceptOpenedFile/hAccepteFichierOuvert hRPKeep/hRPConserve imgOrientation
    imgExposureProgram/imgProgrammeExposition imgMeteringMode/imgModeMesure imgDeviceModel/imgModèleAppareil
    imgExposureTime/imgTempsExposition imgFAperture/imgOuvertureF imgFocalLength/imgLongueurFocale
    imgWidth/imgLargeur imgHeight/imgHauteur imgXResolution/imgRésolutionX imgYResolution/imgRésolutionY
    imgBrightness/imgLuminosité ajaxUpdateControls/ajaxActualiseChamps wlReal/wlRéel wlCurrency/wlMonétaire
    wlNumeric/wlNumérique wlReal_4/wlRéel_4 grMaskPercent/grMasquePourcentage tMultiline/tMultiligne
    SocketEndTagBuffer/SocketMarqueurFinBuffer SocketNoEndTag/SocketSansMarqueurFin NotFound/Inexistant
    hQueryBreakable/hRequêteInterruptible psheetBold/tblrGras iHTMLCSS iHTMLWithoutCSS/iHTMLSansCSS iRTF hModeMulti
    rplReplicationHeterogeneous/rplRéplicationHétérogène hOledbAccess2000 eSIT phoneHome/telDomicile
    phoneCellHome/telMobileDomicile contactLastName/contactNom hQueryWithoutCorrection/hRequêteSansCorrection
    maskSystemCurrency/maskMonétaireSystème iTransparent popupPositionXY BrowserTypeChrome/NavigateurTypeChrome
    BrowserTypeFirefox/NavigateurTypeFirefox grOptimizedMarksY/grGraduationsOptimiséesY DarkGreen/VertFoncé
    grArea/grAire colorTextGeneral/couleurTexteGénéral ctxIDCookieURL hGeneric/hGénérique
    hLimitParsing/hLimiteParcours hErrFullDetails/hErrComplet hErrItem/hErrRubrique hErrFile/hErrFichier
    iViewer/iVisualisateur iMiniPreview/iMiniAperçu iGenericPDF/iPDFGénérique iHTML iXLS

"""

for english, french, value in (
    ("hQueryDefault", "hRequêteDéfaut", 0),
    ("hIdentical", "hIdentique", 524288),
):
    constant(english, french, value)

for number, name in enumerate(NAMES.split(), 1):
    english, _, french = name.partition("/")
    constant(english, french or english, number)
