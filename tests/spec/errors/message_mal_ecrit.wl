// Un message comme on l'écrit ailleurs.
MonEmail est un Email
MonEmail.Sujet = "Bonjour
MonEmail.Destinataire[1] = "a@example.com"
MonEmail->Message = "x"
MonEmail.Expediteur : "b@example.com"
EmailEnvoieMessage(Session MonEmail)
