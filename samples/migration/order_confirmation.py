"""order_confirmation.wl migrated to Python's standard library.

wlmail validate samples/order_confirmation.wl --against "python3 samples/migration/order_confirmation.py"
"""

import os
import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path

CUSTOMER, ORDER = "Renée Ångström", 51007
ITEMS = ["Tea", "Coffee beans", "Sugar, brown"]

lines = "\n".join(f"{number}) {item}" for number, item in enumerate(ITEMS, 1))
message = EmailMessage()
message["From"] = "The Corner Shop <shop@example.com>"
message["To"] = f"{CUSTOMER} <renee@example.com>"
message["Cc"] = "orders@example.com"
message["Subject"] = f"Order {ORDER} confirmed – thank you, {CUSTOMER}!"
message.set_content(f'Dear {CUSTOMER},\n\nyour order {ORDER} is "ready" [really]:\n\n{lines}\n\nYour Corner Shop\n')
message.add_alternative(f"<p>Dear <b>{CUSTOMER}</b>,<br>your order is <i>ready</i>.</p>", subtype="html")
conditions = Path(__file__).parent.parent / "conditions.txt"
message.add_attachment(conditions.read_bytes(), maintype="text", subtype="plain", filename="conditions.txt")
message.add_attachment(b"item;quantity\r\nTea;1\r\n", maintype="text", subtype="csv", filename="order.csv")

with smtplib.SMTP(os.environ["SMTP_HOST"], int(os.environ["SMTP_PORT"])) as server:
    server.starttls(context=ssl.create_default_context())
    server.login(os.environ["WLMAIL_USER"], os.environ["WLMAIL_PASSWORD"])
    server.send_message(message)
