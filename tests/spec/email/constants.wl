// Old and new names, English and French, are the same constants.
Trace(emailOptionSecuredTLS = emailProtocolSMTPS, emailOptionSécuriséTLS = emailProtocolSMTPS, emailProtocolSMTPS = 2)
Trace(optionSSL = optionTLS, emailOptionDefault = emailOptionDéfaut)
Trace(emailSynchronous = False, emailAsynchronous = True)
Trace(emailOptionEncodeHeader = emailOptionEncodeEntête, emailHighPriority = emailPrioriteHaute)
Trace(emailProtocolSMTPS = optionTLS, emailOptionDefault = optionTLS)
