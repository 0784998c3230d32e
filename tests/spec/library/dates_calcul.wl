d est une Date = "20240228"
d.Jour += 2
Trace(d, DateDifférence("20251224", "20260101"), DateDifférence("20260101", "20251224"))
Trace(DateVersEntier("20011225"), EntierVersDate(73773), EntierVersDate(DateVersEntier("20231231") + 1))
Trace(DateValide("20250229"), DateValide("20240229"), DateValide(""), HeureValide("2359"), HeureValide("2460"))
Trace(DateVersJourEnLettre("20251224"), DateVersMoisEnLettre("20251224"), DateVersJour("20251228"), NuméroDeSemaine("20260101"))
Trace(ChaîneVersDate("24/12/2025"), ChaîneVersDate("2025-12-24", "AAAA-MM-JJ"), "<" + ChaîneVersDate("le 24", "JJ/MM/AAAA") + ">")
Trace(DateVersChaîne("20250105", "Jjjj J mmmm AAAA"), DateVersChaîne("20250105", "JJ/mm/AAAA"), DateVersChaîne("", "JJ/MM/AAAA") + "|", DateVersChaîne("20250105", "AA-MM-JJ"))
Trace(HeureVersChaîne("14053012", "HH:MM:SS"), HeureVersChaîne("1405", "HHhMM"), HeureVersChaîne("000530", "HH:MM AP"))
Trace(DateHeureVersChaîne("20251224140530123", "AAAA-MM-JJ HH:MM:SS"), DateHeureVersChaîne("20251224140530123", "JJ/MM/AAAA HH:mm:SS.CCC"))
