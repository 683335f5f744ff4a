"""Addresses. Nothing here knows HTTP."""

import os

PAYMENTS = os.environ.get("PAYMENTS", "https://payments.example")
STOCK = "https://stock.example"
MAIL = "https://mail.example"
