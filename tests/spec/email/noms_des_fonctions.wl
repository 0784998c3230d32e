// Des fonctions d'e-mail sous leurs deux noms, là où d'autres programmes n'en emploient qu'un (email.md 3).
m est un Email
m.Expediteur = "a@exemple.test"
m.Sujet = "sujet"
m.Message = "texte"
Trace(EmailConstruitSource(m), EmailBuildSource(m), Position(m.Source, "Subject: sujet") > 0)
p est un emailAttache
p.Nom = "note.txt"
p.Contenu = "abc"
Trace(EmailSauveFichierAttaché(p, "note.txt"), EmailSaveAttachment(p, "note.txt"), fChargeTexte("note.txt"), fSupprime("note.txt"))
Trace(EmailParamètre(emailParameterMode, 1), EmailConfigure(emailParameterMode), EmailParamètre(emailParameterMode, 0))
fChargeTexte("absent.txt")
Trace(EmailMsgErreur() = EmailMsgError(), EmailMsgErreur("texte"))
EmailJauge("JAUGE_Envoi")
EmailProgressBar("JAUGE_Envoi")
Trace(EmailOuvreSessionIMAP("u", "p", "imap.test"), EmailStartIMAPSession("u", "p", "imap.test"), EmailOuvreSessionPOP3("u", "p", "pop.test"))
Trace(EmailEnvoie("s", "absent.eml"), ErreurDétectée)

// Jetons : rien n'est demandé à personne pendant un essai.
o est un OAuth2Parameters
o.ClientID = "client"
o.TokenURL = "https://id.exemple.test/token"
t est un AuthToken = AuthIdentifie(o)
Trace(t = Null, AuthImportToken("{""access_token"": ""x""}") = Null, AuthDéconnecte(t), AuthLogout(t))
Trace(AuthRenouvelleToken(t), AuthRefreshToken(t))
