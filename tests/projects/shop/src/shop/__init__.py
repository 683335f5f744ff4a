"""A shop whose service claims to be async."""

from shop.http import session
from shop.services import Checkout as Checkout
