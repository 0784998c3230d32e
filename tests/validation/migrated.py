"""The same with the standard library: another writer, the same mail."""

import os
import smtplib
import ssl
from email.message import EmailMessage

message = EmailMessage()
message["From"] = "Shop <shop@example.com>"
message["To"] = "Renée <renee@example.com>"
message["Cc"] = "sales@example.com"
message["Subject"] = f"Order #{os.environ.get('WLMAIL_INPUT_SAI_ORDER', '')} – confirmed"
message.set_content("Dear Renée,\n\nthank you.\n")
message.add_alternative("<p>Dear <b>Renée</b>, thank you.</p>", subtype="html")
message.add_attachment(b"item;quantity\r\nTea;1\r\n", maintype="text", subtype="csv", filename="order.csv")
with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as server:
    server.starttls(context=ssl.create_default_context())
    server.login(os.environ["WLMAIL_USER"], os.environ["WLMAIL_PASSWORD"])
    everybody = ["renee@example.com", "sales@example.com", "archive@example.com"]
    server.send_message(message, "shop@example.com", everybody)
