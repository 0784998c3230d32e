m is Email
m.Sender = "a@example.com"
m.Recipient = "b@example.com"
m.Priority = emailHighPriority
m.Confidentiality = emailPrivate
m.DispositionNotification = True
m.ReturnReceipt = True
Trace(EmailBuildSource(m))
Trace(Has("X-Priority: 1"), Has("Importance: high"), Has("Sensitivity: Private"))
// When both receipts are asked for, the read confirmation wins.
Trace(Has("Disposition-Notification-To: "), Has("Return-Receipt-To"))
m.DispositionNotification = False
m.Priority = emailNormalPriority
m.Confidentiality = emailNormal
EmailBuildSource(m)
Trace(Has("Return-Receipt-To: "), Has("X-Priority"), Has("Sensitivity"))
Trace(Has("MIME-Version: 1.0"), Has("Date: Fri, 30 Jan 2026 09:30:00 +0100"))

PROCEDURE Has(LOCAL sHeader is string) : boolean
RESULT Position(m.Source, CR + sHeader) > 0 OR m.Source [= sHeader
