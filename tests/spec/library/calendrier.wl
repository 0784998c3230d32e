// Dates, heures et durées sous leurs deux noms (stdlib.md 2).
Trace(DateValide("20240229"), DateValid("20250229"), HeureValide("2359"), TimeValid("2460"), DateHeureValide("202402291200"), DateTimeValid(""))
Trace(ChaîneVersDate("24/12/2025"), StringToDate("2025-12-24", "yyyy-mm-dd"), StringToDate("2025-12-24T10:11:12", "yyyy-mm-ddThh:mm:ss"), "<" + StringToDate("31/02/2025") + ">")
Trace(ChaîneVersHeure("14:05"), StringToTime("14h05", "HHhMM"), "<" + StringToTime("midi") + ">")
Trace(ChaîneVersDateHeure("24/12/2025 14:05", "JJ/MM/AAAA HH:mm"), StringToDateTime("Wed, 24 Dec 2025 14:05:30 GMT", maskDateEmail) <> "")
Trace(HeureVersChaîne("14053012"), TimeToString("14053012", "HHMMSS"), DateHeureVersChaîne("20251224140530123"), DateTimeToString("20251224140530123", "YYYY-MM-DD HH:mm:SS.CCC"))
Trace(DateVersChaîne("20251224"), DateToString("20251224", "DDDD"), DateToString("20251224", "MMM"), DateToString("20251224140500000", "le JJ à HH:mm"))
Trace(Taille(DateSys()), Length(TimeSys()), Taille(HeureSys()), Length(SysDateTime()), Taille(DateHeureSys), Left(DateSys(), 4) = CurrentYear(), AnnéeEnCours() = Today()..Year)
Trace(Gauche(DateDuJour(), 8) = DateSys(), Length(Today() + Now()), Taille(Maintenant()))

// Différences et numéros de jours.
Trace(DateDifférence("20251224", "20260101"), DateDifference("20260101", "20251224"))
Trace(DateHeureDifférence("20251224100000", "20251225103000"), DateTimeDifference("20251225103000", "20251224100000"))
Trace(DateVersEntier("20011225"), DateToInteger("18000101"), EntierVersDate(73773), IntegerToDate(1))
Trace(HeureVersEntier("00010000"), TimeToInteger("23595999"), EntierVersHeure(6000), IntegerToTime(8639999))
Trace(ChaîneVersDurée("+0010000000"), StringToDuration("-10203004005"))

// Jours, mois, semaines.
Trace(DateVersJour("20251224"), DateToDay("20251228"), EntierVersJour(73773), IntegerToDay(1))
Trace(DateVersJourEnLettre("20251224"), DateToDayInAlpha("20251228"), EntierVersJourEnLettre(73773), IntegerToDayInAlpha(1))
Trace(DateVersMoisEnLettre("20251224"), DateToMonthInAlpha("20250801"), EntierVersMoisEnLettre(73773), IntegerToMonthInAlpha(1))
Nation(nationAnglais)
Trace(DateVersJourEnLettre("20251224"), DateToMonthInAlpha("20250801"), Nation(nationFrançais))
Trace(NuméroDeSemaine("20260101"), WeekNumber("20251228"), PremierJourDeLaSemaine("20251228"), FirstDayOfWeek("20251229"), DernierJourDuMois("20240201"), LastDayOfMonth("20250215"))
Trace(Age("19800229", "20250228"), Milieu(Age("19800229", "20250301"), 3, 2))

// Epoch et temps universel : l'aller et le retour.
n est un entier sur 8 octets = DateHeureVersEpoch("20250615120000000")
Trace(EpochVersDateHeure(n), EpochToDateTime(DateTimeToEpoch("20250615120000000") + 60))
Trace(DateHeureUTCVersLocale(DateHeureLocaleVersUTC("20250615120000000")), DateTimeUTCToLocal(DateTimeLocalToUTC("20250115120000000")))

// Chronomètres.
ChronoDébut()
ChronoStart(2)
Temporisation(1)
Trace(ChronoValeur() >= 0, ChronoValue(2) >= 0, ChronoFin() >= 0, ChronoEnd(2) >= 0)

// Une date qui n'en est pas une.
QUAND EXCEPTION DANS
	Trace(DateDifférence("20250230", "20250301"))
FAIRE
	Trace(ExceptionInfo())
FIN
