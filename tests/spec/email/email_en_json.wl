// Un Email se sérialise sous les noms anglais de ses propriétés, et revient entier.
m est un Email
m.Expéditeur = "Zoé <zoe@example.com>"
m.Destinataire[1] = "max@example.com"
m.Sujet = "Été"
m.HTML = "<p>bonjour</p>"
m.Priorité = emailPrioritéHaute
m.Attache[1].Nom = "note.txt"
m.Attache[1].Contenu = "é"
m.Entête[1].Nom = "X-Client"
m.Entête[1].Valeur = "12"
sTexte est une chaîne
Sérialise(m, sTexte, psdJSON + psdMiseEnForme)
Trace(sTexte)
n est un Email
Désérialise(n, sTexte, psdJSON)
Trace(n.Sujet, n.Destinataire[1], n.Attache[1].Nom, n.Attache[1].Contenu, n.Entête[1].Valeur, n = m)
// Les noms que d'autres programmes écrivent autrement conviennent aussi.
Désérialise(n, "{""SUJET"": ""perdu"", ""subject"": ""Hiver"", ""ATTACH"": []}", psdJSON)
Trace(n.Sujet, n.Attache..Occurrence)
