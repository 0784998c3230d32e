// Sans terminal ni réponses, chaque question prend sa réponse par défaut et le dit (stdlib.md 8).
sNom est une chaîne = "Jo"
Trace(OuiNon("Envoyer ?"), OuiNon(Oui, "Envoyer ?"), YesNo(No, "Send?") = No)
Trace(Confirmer("Sûr ?"), Confirm("Sure?"), OKAnnuler("Annuler ?"), OKCancel("Cancel?"))
Trace(Dialogue("Que faire ?", ["Envoyer", "Garder", "Jeter"], 2, 3), Dialog("What?", ["a", "b"], 1, 2), Dialog(12, "x"))
Trace(Saisie("Votre nom", sNom), Input("Your name", sNom), sNom)
Trace("<" + fSélecteur("", "", "Choisir", "Textes" + TAB + "*.txt", "txt") + ">", "<" + fSelect("", "", "", "", "") + ">")
Trace("<" + fRepSélecteur("") + ">", "<" + fSelectDir("", "Where") + ">")
