// Les images locales deviennent des pièces liées au HTML, une par fichier ; celles du web restent des liens.
fRepCrée("images")
fSauveTexte("images\logo été.png", "PNG")
EmailOuvreSessionSMTP("u", "smtp.exemple.fr")
m est un Email
m.Expéditeur = "a@exemple.fr"
m.Destinataire = "b@exemple.fr"
m.Sujet = "images"
m.Message = "sans images"
Trace(EmailImporteHTML(m, "<p>Logo</p><img src=""logo été.png""><img src='https://exemple.fr/x.png'><img src='logo été.png'>", "images"))
Trace(TableauOccurrence(m.Attache), m.Attache[1].Nom)
Trace(EmailEnvoieMessage("u", m))
// Une image qui manque : rien ne change.
Trace(EmailImporteHTML(m, "<img src='absente.png'>", "images"), ErreurInfo())
Trace(TableauOccurrence(m.Attache), Position(m.HTML, "absente"))
